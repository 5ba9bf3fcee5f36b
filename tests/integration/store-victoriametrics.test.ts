import path from 'node:path';
import { describeStore } from '#tests/contract/store-contract.ts';
import { openVictoriaStore } from '#lib/store/victoriametrics/open-victoria-store.ts';
import { startVictoria, type VictoriaServer } from '#tests/simulator/victoriametrics.ts';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
let server: VictoriaServer | null = null;

describeStore('victoriametrics', {
  open: async () => {
    server ??= await startVictoria();
    const config = {
      insertUrl: server.url,
      selectUrl: server.url,
      isCluster: false,
      credentials: { kind: 'none' },
    } as const;
    const directory = path.join(server.folder, 'journal');
    return openVictoriaStore({ config, directory, clock: Date.now, log });
  },
  remove: async () => {
    await server?.stop();
  },
});
