import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  captureOutput,
  repositoryRoot,
  stopProcess,
  temporaryDirectory,
  waitForOutput,
} from './process.ts';

/** net-snmp's agent on a free port of 127.0.0.1. */
export interface Snmpd {
  readonly port: number;
  /** As after a reboot; with `forget`, without its boot count and its users' keys. */
  restart(options?: { readonly forget?: boolean; readonly engineId?: string }): Promise<void>;
  stop(): Promise<void>;
}

export const snmpdPassphrases = { auth: 'the right passphrase', privacy: 'a private passphrase' };

/** A table of `rows` gauges that hold their index. */
export const largeTable = { root: '1.3.6.1.4.1.32473.9.1', rows: 10_000 };

const firstEngineId = '0x80001f8804697330303031';

const configuration = (port: number, engineId: string): string => `
agentAddress udp:127.0.0.1:${port}
exactEngineID ${engineId}
rocommunity measured 127.0.0.1
sysLocation Hall 1
createUser guest
createUser signer SHA-256 "${snmpdPassphrases.auth}"
createUser keeper SHA-256 "${snmpdPassphrases.auth}" AES "${snmpdPassphrases.privacy}"
createUser reader-md5 MD5 "${snmpdPassphrases.auth}" AES "${snmpdPassphrases.privacy}"
createUser reader-sha SHA "${snmpdPassphrases.auth}" AES "${snmpdPassphrases.privacy}"
createUser reader-sha224 SHA-224 "${snmpdPassphrases.auth}" AES "${snmpdPassphrases.privacy}"
createUser reader-sha384 SHA-384 "${snmpdPassphrases.auth}" AES "${snmpdPassphrases.privacy}"
createUser reader-sha512 SHA-512 "${snmpdPassphrases.auth}" AES "${snmpdPassphrases.privacy}"
createUser reader-aes256b SHA "${snmpdPassphrases.auth}" AES-256 "${snmpdPassphrases.privacy}"
createUser reader-aes256r SHA "${snmpdPassphrases.auth}" AES-256-C "${snmpdPassphrases.privacy}"
rouser guest noauth
rouser signer auth
rouser keeper priv
rouser reader-md5 priv
rouser reader-sha priv
rouser reader-sha224 priv
rouser reader-sha384 priv
rouser reader-sha512 priv
rouser reader-aes256b priv
rouser reader-aes256r priv
pass_persist .${largeTable.root} ${process.execPath} ${path.join(repositoryRoot, 'tests/simulator/snmp/table.mjs')} .${largeTable.root} ${largeTable.rows}
`;

export async function startSnmpd(): Promise<Snmpd> {
  const folder = temporaryDirectory('isotherm-snmpd-');
  const port = await freeUdpPort();
  let engineId = firstEngineId;
  let child = await start(folder, port, engineId);
  return {
    port,
    async restart(options = {}) {
      await stopProcess(child, 'SIGTERM');
      if (options.forget) await rm(path.join(folder, 'persistent'), { recursive: true });
      engineId = options.engineId ?? engineId;
      child = await start(folder, port, engineId);
    },
    async stop() {
      await stopProcess(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, port: number, engineId: string): Promise<ChildProcess> {
  const config = path.join(folder, 'snmpd.conf');
  await writeFile(config, configuration(port, engineId));
  const child = spawn('/usr/sbin/snmpd', ['-f', '-Lo', '-C', '-c', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      SNMP_PERSISTENT_DIR: path.join(folder, 'persistent'),
      MIBS: '',
    },
  });
  await waitForOutput(child, captureOutput(child), /NET-SNMP version/);
  return child;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
