/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Change = (packet: Buffer, random: () => number) => Buffer;

const place = (packet: Buffer, random: () => number): number =>
  Math.floor(random() * packet.length);

/** Values at which lengths, tags and signs turn. */
const edges = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xa2, 0xa8, 0xfe, 0xff];

const changes: readonly Change[] = [
  function flipBit(packet, random) {
    const at = place(packet, random);
    packet[at] = (packet[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    return packet;
  },
  function setByte(packet, random) {
    packet[place(packet, random)] = Math.floor(random() * 256);
    return packet;
  },
  function setEdge(packet, random) {
    packet[place(packet, random)] = edges[Math.floor(random() * edges.length)] ?? 0;
    return packet;
  },
  function cutEnd(packet, random) {
    return packet.subarray(0, place(packet, random));
  },
  function cutOut(packet, random) {
    const from = place(packet, random);
    const to = from + Math.floor(random() * 8);
    return Buffer.concat([packet.subarray(0, from), packet.subarray(to)]);
  },
  function repeat(packet, random) {
    const from = place(packet, random);
    const to = from + Math.floor(random() * 32);
    return Buffer.concat([packet.subarray(0, to), packet.subarray(from)]);
  },
  function insert(packet, random) {
    const at = place(packet, random);
    const bytes = Array.from({ length: 4 }, () => Math.floor(random() * 256));
    return Buffer.concat([packet.subarray(0, at), Buffer.from(bytes), packet.subarray(at)]);
  },
  function swap(packet, random) {
    const [a, b] = [place(packet, random), place(packet, random)];
    [packet[a], packet[b]] = [packet[b] ?? 0, packet[a] ?? 0];
    return packet;
  },
];

/** One to three changes to a copy of the packet. */
export function mutate(packet: Buffer, random: () => number): Buffer {
  let changed = Buffer.from(packet);
  const count = 1 + Math.floor(random() * 3);
  for (let i = 0; i < count && changed.length > 0; i += 1) {
    const change = changes[Math.floor(random() * changes.length)];
    if (change !== undefined) changed = Buffer.from(change(changed, random));
  }
  return changed;
}
