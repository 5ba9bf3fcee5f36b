'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { SweepFind } from '#lib/model/device-probe.ts';
import { familyOf } from '#lib/model/device-family.ts';
import { callApi } from '#components/api/send.ts';
import { familyName } from '#components/device/device-words.ts';
import { Button } from '#components/ui/button.tsx';
import { controlClass } from '#components/ui/field.tsx';
import { Status } from '#components/ui/status.tsx';
import { credentialsBody, credentialsName, type CredentialDraft } from './credential-draft.ts';
import { findKey, proposeNames } from './sweep-draft.ts';

interface PreviewProps {
  readonly found: readonly SweepFind[];
  /** What is polled already: address → name. */
  readonly polled: ReadonlyMap<string, string>;
  readonly polledBy: string;
  /** Those of the sweep, in its order: a find names the one it answered to. */
  readonly credentials: readonly CredentialDraft[];
  /** No longer while more may be found. */
  readonly isRunning: boolean;
}

/** What became of one that was added: its sentence where it was refused. */
type Outcome = { readonly kind: 'added' } | { readonly kind: 'refused'; readonly error: string };

/** What answered; what is chosen here is added, and nothing else. */
export function SweepPreview(props: PreviewProps) {
  const { found, polled } = props;
  const proposed = proposeNames(found, new Set(polled.values()));
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const nameOf = (find: SweepFind): string =>
    names[findKey(find)] ?? proposed.get(findKey(find)) ?? find.address;
  const isOffered = (find: SweepFind): boolean =>
    !polled.has(findKey(find)) && outcomes.get(findKey(find))?.kind !== 'added';
  const chosen = found.filter((find) => isOffered(find) && !left.has(findKey(find)));
  if (found.length === 0) return null;
  return (
    <div className="flex flex-col gap-3">
      <div
        className="-mx-4 max-h-80 overflow-auto border-y border-border"
        tabIndex={0}
        role="group"
        aria-label="Found devices"
      >
        <table aria-label="Found devices" className="w-full text-sm">
          <thead>
            <tr className="text-left text-xs text-faint">
              <th scope="col" className="h-8 pl-4 font-normal">
                <span className="sr-only">Add</span>
              </th>
              <th scope="col" className="px-3 font-normal">
                Name
              </th>
              <th scope="col" className="px-3 font-normal">
                Address
              </th>
              <th scope="col" className="px-3 font-normal">
                Recognised as
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((find) => (
              <FindRow
                key={findKey(find)}
                find={find}
                name={nameOf(find)}
                polledAs={polled.get(findKey(find)) ?? null}
                outcome={outcomes.get(findKey(find)) ?? null}
                isChosen={chosen.includes(find)}
                credentials={props.credentials[find.credentials] ?? null}
                onName={(name) => setNames({ ...names, [findKey(find)]: name })}
                onChoose={(isChosen) => setLeft(changed(left, findKey(find), !isChosen))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <AddChosen
        {...props}
        chosen={chosen}
        nameOf={nameOf}
        onOutcome={(find, outcome) =>
          setOutcomes((known) => new Map(known).set(findKey(find), outcome))
        }
      />
    </div>
  );
}

function changed(keys: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(keys);
  if (isIn) next.add(key);
  else next.delete(key);
  return next;
}

function FindRow({
  find,
  name,
  polledAs,
  outcome,
  isChosen,
  credentials,
  onName,
  onChoose,
}: {
  find: SweepFind;
  name: string;
  polledAs: string | null;
  outcome: Outcome | null;
  isChosen: boolean;
  credentials: CredentialDraft | null;
  onName: (name: string) => void;
  onChoose: (isChosen: boolean) => void;
}) {
  const isOffered = polledAs === null && outcome?.kind !== 'added';
  return (
    <tr className="border-t border-border align-top">
      <td className="py-2.5 pl-4">
        <input
          type="checkbox"
          aria-label={`Add ${find.address}`}
          className="accent-accent"
          disabled={!isOffered}
          checked={isChosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      </td>
      <td className="px-3 py-1.5">
        {isOffered ? (
          <input
            aria-label={`Name of ${find.address}`}
            className={`${controlClass} min-w-40`}
            maxLength={128}
            value={name}
            onChange={(event) => onName(event.target.value)}
          />
        ) : (
          <Status level={polledAs === null ? 'ok' : 'info'} className="h-8">
            {polledAs === null ? `${name} was added` : `polled already as ${polledAs}`}
          </Status>
        )}
        {outcome?.kind === 'refused' && (
          <p role="alert" className="mt-1 max-w-72 text-xs text-pretty text-critical">
            {outcome.error}
          </p>
        )}
      </td>
      <td className="px-3 py-2.5 whitespace-nowrap tabular-nums">
        {findKey(find)}
        {credentials && <p className="text-xs text-faint">{credentialsName(credentials)}</p>}
      </td>
      <td className="px-3 py-2.5">
        {find.profile === null ? (
          <span className="text-muted">no profile</span>
        ) : (
          <>
            {familyName(familyOf(find.family))}
            <span className="text-muted">, {find.profile}</span>
          </>
        )}
        <p
          className="max-w-72 truncate text-xs text-faint"
          title={find.systemDescription ?? undefined}
        >
          {find.systemDescription ?? find.objectId}
        </p>
      </td>
    </tr>
  );
}

function AddChosen({
  chosen,
  nameOf,
  polledBy,
  credentials,
  isRunning,
  onOutcome,
}: PreviewProps & {
  chosen: readonly SweepFind[];
  nameOf: (find: SweepFind) => string;
  onOutcome: (find: SweepFind, outcome: Outcome) => void;
}) {
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  const add = async (): Promise<void> => {
    setBusy(true);
    // One after the other: each refusal belongs to its row.
    for (const find of chosen) {
      const draft = credentials[find.credentials];
      if (!draft) continue;
      const { address, port } = find;
      const answer = await callApi('POST', '/api/v1/devices', {
        ...{ name: nameOf(find).trim(), address, port, polledBy },
        credentials: credentialsBody(draft),
      });
      onOutcome(find, answer.ok ? { kind: 'added' } : { kind: 'refused', error: answer.error });
    }
    setBusy(false);
    router.refresh();
  };
  return (
    <div className="flex items-center justify-end gap-3">
      <p className="mr-auto text-xs text-faint">
        {isRunning ? 'More may be found; what is here can be added now.' : ''}
      </p>
      <Button look="primary" busy={busy} disabled={chosen.length === 0} onClick={() => void add()}>
        {chosen.length === 1 ? 'Add 1 device' : `Add ${chosen.length} devices`}
      </Button>
    </div>
  );
}
