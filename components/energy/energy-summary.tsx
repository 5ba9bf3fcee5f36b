import type { ReactNode } from 'react';
import { formatValue } from '#lib/format/value.ts';
import { scopeNames, type EnergyTotal } from '#lib/model/energy.ts';
import { Badge } from '#components/ui/status.tsx';

const joulesPerWattHour = 3600;

/** The one number of the page, and what it can be trusted for. */
export function EnergySummary({ total, period }: { total: EnergyTotal; period: string }) {
  const wattHours = total.joules === null ? null : total.joules / joulesPerWattHour;
  const energy = formatValue(wattHours, 'watt_hours');
  return (
    <section className="flex flex-wrap items-end gap-x-10 gap-y-3 rounded-panel border border-border bg-surface px-4 py-3">
      <div>
        <h2 className="text-xs font-medium text-muted">Energy, {period}</h2>
        <p className="flex items-baseline gap-1.5 text-number font-medium tracking-tight">
          {energy.text}
          <span className="text-lg font-normal text-faint">{energy.unit}</span>
        </p>
      </div>
      <Fact label="Cost">{costWords(total)}</Fact>
      <Fact label="Coverage">
        <span title="Share of the time of these hosts that the figure rests on">
          {formatValue(total.coverageRatio, 'ratio').text}
          <span className="text-faint"> %</span>
        </span>
      </Fact>
      <Fact label="Covers">{total.scopes.map((scope) => scopeNames[scope]).join(' + ')}</Fact>
      <p className="flex gap-1.5">
        {total.methods.map((method) => (
          <Badge key={method} title={methodHelp[method]}>
            {method}
          </Badge>
        ))}
      </p>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <p className="text-xs font-medium text-muted">{label}</p>
      <p className="text-base">{children}</p>
    </div>
  );
}

function costWords({ costs, joules }: EnergyTotal): string {
  if (costs.length === 0) return 'no price known';
  const priced = costs.reduce((sum, cost) => sum + cost.joules, 0);
  const words = costs.map(({ currency, amount }) => `${amount.toFixed(2)} ${currency}`).join(' + ');
  const share = joules === null || joules === 0 ? 1 : priced / joules;
  return share > 0.999 ? words : `${words} for ${Math.round(share * 100)} % of it`;
}

const methodHelp = {
  counter: 'The devices counted joules themselves',
  integrated: 'Summed from samples of power',
};
