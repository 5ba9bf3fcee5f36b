import type { SharedMessage } from './hub.ts';

/** Messages as they go over the wire, made once however many get them. */
export class ReadyMessages {
  readonly #known = new WeakMap<SharedMessage, Buffer>();

  bytesOf(message: SharedMessage): Buffer {
    const known = this.#known.get(message);
    if (known) return known;
    const bytes = webSocketFrame(message.data);
    this.#known.set(message, bytes);
    return bytes;
  }
}

const finalFragment = 0x80;
const opcodes = { text: 0x1, binary: 0x2 };

/** A message of a server: one fragment, without a mask (RFC 6455, section 5.2). */
export function webSocketFrame(data: string | Uint8Array): Buffer {
  const payload = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  const opcode = typeof data === 'string' ? opcodes.text : opcodes.binary;
  const header = lengthHeader(payload.length);
  header[0] = finalFragment | opcode;
  return Buffer.concat([header, payload]);
}

function lengthHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([0, length]);
  const isShort = length <= 0xffff;
  const header = Buffer.alloc(isShort ? 4 : 10);
  header[1] = isShort ? 126 : 127;
  if (isShort) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
