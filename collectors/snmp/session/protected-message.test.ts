import { describe, expect, it } from 'vitest';
import { element, integer, tags } from '#tests/simulator/snmp/ber.ts';
import { flags, isProtected } from './protected-message.ts';

const reportTag = 0xa8;
const both = flags.authenticated | flags.private;

/** A version 3 message of which only the parts that matter here are as in life. */
function message(flagBits: number, data: Buffer): Buffer {
  const header = element(
    tags.sequence,
    integer(4711),
    integer(65_507),
    element(tags.octets, Buffer.of(flagBits)),
    integer(3),
  );
  return element(tags.sequence, integer(3), header, element(tags.octets), data);
}

const plain = (pdu: number): Buffer =>
  element(tags.sequence, element(tags.octets), element(tags.octets), element(pdu));

describe('isProtected', () => {
  it.each([
    ['an encrypted answer', message(both, element(tags.octets, Buffer.alloc(40))), both, true],
    ['a signed answer', message(flags.authenticated, plain(tags.response)), 1, true],
    ['a signed answer where privacy is due', message(1, plain(tags.response)), both, false],
    ['an answer without signature', message(0, plain(tags.response)), 1, false],
    ['a report without signature', message(0, plain(reportTag)), both, true],
    ['an answer of version 2c', element(tags.sequence, integer(1), element(tags.octets)), 1, false],
    ['nothing', Buffer.alloc(0), 1, false],
  ])('judges %s', (_name, packet, wanted, expected) => {
    expect(isProtected(packet, wanted)).toBe(expected);
  });
});
