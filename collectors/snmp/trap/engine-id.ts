import { readElements } from '../session/protected-message.ts';

const version3 = 3;

/** Engine that a message of version 3 says it is of, in hexadecimal; null for any other message. */
export function engineIdOf(packet: Uint8Array): string | null {
  const [version, , security] = readElements(readElements(packet)[0]?.content);
  if (version?.content[0] !== version3 || !security) return null;
  const [engine] = readElements(readElements(security.content)[0]?.content);
  return engine ? Buffer.from(engine.content).toString('hex') : null;
}
