import { element, integer, oidBytes, tags } from './ber.ts';
import { version3Message } from './version3.ts';

const trapTag = 0xa4;
const informTag = 0xa6;
const trap2Tag = 0xa7;

const oid = (text: string): Buffer => element(tags.oid, oidBytes(text));
const binding = (name: string, value: Buffer): Buffer => element(tags.sequence, oid(name), value);

/** linkDown of the fourth interface. */
const values = [
  binding('1.3.6.1.2.1.2.2.1.1.4', integer(4)),
  binding('1.3.6.1.2.1.2.2.1.2.4', element(tags.octets, Buffer.from('Ethernet4'))),
  binding('1.3.6.1.2.1.31.1.1.1.6.4', integer(2n ** 40n, tags.counter64)),
];

const notification = (tag: number): Buffer =>
  element(
    tag,
    integer(4711),
    integer(0),
    integer(0),
    element(
      tags.sequence,
      binding('1.3.6.1.2.1.1.3.0', integer(123_456, tags.timeticks)),
      binding('1.3.6.1.6.3.1.1.4.1.0', oid('1.3.6.1.6.3.1.1.5.3')),
      ...values,
    ),
  );

const community = (version: number, name: string, pdu: Buffer): Buffer =>
  element(tags.sequence, integer(version), element(tags.octets, Buffer.from(name)), pdu);

/** A linkDown trap as versions 1, 2c and 3 send it, and an inform: what a receiver has to outlive. */
export function trapPackets(
  name: string,
): Readonly<Record<'v1' | 'v2c' | 'inform' | 'v3', Buffer>> {
  const versionOne = element(
    trapTag,
    oid('1.3.6.1.4.1.32473.1.4'),
    element(tags.address, Buffer.of(10, 1, 2, 3)),
    integer(2),
    integer(0),
    integer(123_456, tags.timeticks),
    element(tags.sequence, ...values.slice(0, 2)),
  );
  return {
    v1: community(0, name, versionOne),
    v2c: community(1, name, notification(trap2Tag)),
    inform: community(1, name, notification(informTag)),
    v3: version3Message({
      id: Buffer.of(1, 2, 3),
      flags: 4,
      user: name,
      signature: Buffer.alloc(0),
      pdu: notification(trap2Tag),
    }),
  };
}
