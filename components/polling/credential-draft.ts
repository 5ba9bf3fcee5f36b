import type { SnmpCredentials } from '#lib/model/snmp-target.ts';

/** Credentials as they are typed. They leave the browser once and never come back. */
export interface CredentialDraft {
  readonly version: SnmpCredentials['version'];
  readonly community: string;
  readonly user: string;
  /** Empty: without. */
  readonly auth: string;
  readonly authPassphrase: string;
  readonly privacy: string;
  readonly privacyPassphrase: string;
}

export const emptyCredentials: CredentialDraft = {
  version: '2c',
  community: '',
  user: '',
  auth: 'sha256',
  authPassphrase: '',
  privacy: 'aes',
  privacyPassphrase: '',
};

/** What the API takes; it says in a sentence what is missing or cannot be. */
export function credentialsBody(draft: CredentialDraft): Readonly<Record<string, unknown>> {
  const { version, community, user, auth, privacy } = draft;
  if (version !== '3') return { version, community };
  return {
    version,
    user,
    ...(auth !== '' && { auth: { protocol: auth, passphrase: draft.authPassphrase } }),
    ...(privacy !== '' && { privacy: { protocol: privacy, passphrase: draft.privacyPassphrase } }),
  };
}

/** How a set of credentials is called where its secrets must not be. */
export function credentialsName(draft: CredentialDraft): string {
  return draft.version === '3' ? `version 3, user ${draft.user}` : `version ${draft.version}`;
}
