import { describe, expect, it } from 'vitest';
import { deviceChangeSchema, deviceInputSchema } from '#lib/model/polled-device.ts';
import { emptyCredentials, type CredentialDraft } from './credential-draft.ts';
import { beginDeviceDraft, deviceBody, type DeviceDraft } from './device-draft.ts';

const typed: DeviceDraft = {
  ...beginDeviceDraft(null, 'gpu-01'),
  name: ' pdu-1 ',
  address: '10.0.0.4 ',
  credentials: { ...emptyCredentials, community: 'hall' },
};

describe('deviceBody', () => {
  it('is what the API takes of a new device', () => {
    expect(deviceInputSchema.parse(deviceBody(typed))).toEqual({
      name: 'pdu-1',
      address: '10.0.0.4',
      port: 161,
      intervalSeconds: 30,
      profile: null,
      polledBy: 'gpu-01',
      feed: null,
      rackId: null,
      positionU: null,
      heightU: 1,
      credentials: { version: '2c', community: 'hall' },
    });
  });

  it('takes user, authentication and privacy of version 3, each only where it is chosen', () => {
    const version3: CredentialDraft = {
      ...emptyCredentials,
      version: '3',
      user: 'monitor',
      authPassphrase: 'long enough',
      privacyPassphrase: 'long enough too',
    };
    const bodyOf = (credentials: DeviceDraft['credentials']) =>
      deviceInputSchema.parse(deviceBody({ ...typed, credentials })).credentials;
    expect(bodyOf(version3)).toEqual({
      version: '3',
      user: 'monitor',
      auth: { protocol: 'sha256', passphrase: 'long enough' },
      privacy: { protocol: 'aes', passphrase: 'long enough too' },
    });
    expect(bodyOf({ ...version3, auth: '', privacy: '' })).toEqual({
      version: '3',
      user: 'monitor',
    });
  });

  it('leaves credentials alone that were not typed anew', () => {
    const change = deviceChangeSchema.parse(deviceBody({ ...typed, credentials: null }));
    expect(change).not.toHaveProperty('credentials');
  });

  it('forgets a place in a rack that is not chosen any more', () => {
    const body = deviceBody({ ...typed, rackId: '', positionU: '12' });
    expect(body).toMatchObject({ rackId: null, positionU: null });
  });
});
