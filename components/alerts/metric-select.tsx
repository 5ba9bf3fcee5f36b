'use client';

import { measurements } from '#lib/metrics/catalogue.ts';
import type { MetricDescriptor } from '#lib/model/metric.ts';
import { classNames } from '#components/ui/class-names.ts';
import { controlClass, FieldFrame, useFieldIds } from '#components/ui/field.tsx';

/** Picks a field of the catalogue, grouped by measurement; its help stands below. */
export function MetricSelect({
  value,
  needsNumber,
  onChange,
  className,
}: {
  /** `measurement field`. */
  value: string;
  /** Counters and text cannot be held against a threshold. */
  needsNumber: boolean;
  onChange: (value: string) => void;
  className: string;
}) {
  const [measurement, field] = value.split(' ');
  const group = measurements.find(({ name }) => name === measurement);
  const known = group?.fields.find(({ name }) => name === field);
  const hint = known?.help ?? 'Not in the catalogue: another program writes it';
  const ids = useFieldIds(hint, null);
  return (
    <FieldFrame label="Of" hint={hint} error={null} ids={ids} className={className}>
      <select
        id={ids.control}
        aria-describedby={ids.description}
        className={classNames(controlClass)}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {!known && <option value={value}>{value}</option>}
        {measurements.map(({ name, fields }) => (
          <optgroup key={name} label={name}>
            {fields
              .filter((each) => !needsNumber || isNumber(each))
              .map((each) => (
                <option key={each.name} value={`${name} ${each.name}`}>
                  {name} · {each.name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </FieldFrame>
  );
}

function isNumber({ kind }: MetricDescriptor): boolean {
  return kind === 'gauge' || kind === 'state';
}
