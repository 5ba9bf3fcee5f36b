import type { DeviceProber } from '#collectors/agent/device-prober.ts';

/** An agent that is never asked about a device does not carry what reads them. */
export function lazyProber(profileDirectory: string | null): DeviceProber {
  let opening: Promise<DeviceProber> | null = null;
  const open = () =>
    (opening ??= import('./device-prober.ts').then(({ createDeviceProber }) =>
      createDeviceProber(profileDirectory),
    ));
  return {
    test: async (...question) => (await open()).test(...question),
    find: async (...question) => (await open()).find(...question),
  };
}
