'use client';

import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { CredentialDraft } from './credential-draft.ts';

const versions = [
  { value: '2c', label: 'Version 2c: a community' },
  { value: '3', label: 'Version 3: a user, checked and encrypted' },
  { value: '1', label: 'Version 1: a community, for old devices' },
];
const authentications = [
  { value: 'sha256', label: 'SHA-256' },
  { value: 'sha384', label: 'SHA-384' },
  { value: 'sha512', label: 'SHA-512' },
  { value: 'sha224', label: 'SHA-224' },
  { value: 'sha', label: 'SHA-1' },
  { value: 'md5', label: 'MD5' },
  { value: '', label: 'none' },
];
const privacies = [
  { value: 'aes', label: 'AES-128' },
  { value: 'aes256b', label: 'AES-256 (Blumenthal)' },
  { value: 'aes256r', label: 'AES-256 (Reeder, Cisco)' },
  {
    value: 'des',
    label: 'DES',
    unavailable: 'OpenSSL 3 no longer has it; set the device to AES',
  },
  { value: '', label: 'none' },
];

export interface CredentialFieldsProps {
  readonly draft: CredentialDraft;
  readonly change: (changed: Partial<CredentialDraft>) => void;
}

/** What a device asks for. It is written once and never shown again. */
export function CredentialFields({ draft, change }: CredentialFieldsProps) {
  return (
    <>
      <Select
        label="It speaks"
        choices={versions}
        value={draft.version}
        onChange={(event) => change({ version: versionOf(event.target.value) })}
      />
      {draft.version === '3' ? (
        <UserFields draft={draft} change={change} />
      ) : (
        <Secret
          label="Community"
          hint="Kept encrypted and never shown again"
          value={draft.community}
          onValue={(community) => change({ community })}
        />
      )}
    </>
  );
}

function UserFields({ draft, change }: CredentialFieldsProps) {
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <Field
        className="sm:col-span-2"
        label="User"
        required
        maxLength={32}
        autoCapitalize="none"
        autoComplete="off"
        value={draft.user}
        onChange={(event) => change({ user: event.target.value })}
      />
      <Select
        label="Authentication"
        choices={authentications}
        value={draft.auth}
        onChange={(event) => {
          const auth = event.target.value;
          // Nothing is encrypted for somebody who is not known.
          change({ auth, ...(auth === '' && { privacy: '' }) });
        }}
      />
      {draft.auth !== '' && (
        <Secret
          label="Its passphrase"
          minLength={8}
          value={draft.authPassphrase}
          onValue={(authPassphrase) => change({ authPassphrase })}
        />
      )}
      {draft.auth !== '' && (
        <Select
          label="Privacy"
          choices={privacies}
          value={draft.privacy}
          onChange={(event) => change({ privacy: event.target.value })}
        />
      )}
      {draft.privacy !== '' && (
        <Secret
          label="Privacy passphrase"
          minLength={8}
          value={draft.privacyPassphrase}
          onValue={(privacyPassphrase) => change({ privacyPassphrase })}
        />
      )}
    </div>
  );
}

function Secret({
  label,
  hint,
  minLength,
  value,
  onValue,
}: {
  label: string;
  hint?: string;
  minLength?: number;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <Field
      label={label}
      hint={hint ?? (minLength ? `At least ${minLength} characters` : undefined)}
      type="password"
      required
      minLength={minLength}
      maxLength={255}
      // A password manager would offer the reader's own.
      autoComplete="new-password"
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

/** The choices of the list above are all there is. */
function versionOf(value: string): CredentialDraft['version'] {
  return value === '1' || value === '3' ? value : '2c';
}
