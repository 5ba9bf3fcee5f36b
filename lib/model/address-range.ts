/** Consecutive IPv4 addresses as numbers, both ends included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const octets = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

/** `10.0.3.0/24`, `10.0.3.10-10.0.3.90`, `10.0.3.10-90` or one address; null for anything else. */
export function parseAddressRange(text: string): AddressRange | null {
  const [, base, bits] = /^([\d.]+)\/(\d{1,2})$/.exec(text.trim()) ?? [];
  if (base !== undefined && bits !== undefined) return networkRange(base, Number(bits));
  const [from = '', to, ...more] = text.split('-').map((part) => part.trim());
  if (more.length > 0) return null;
  const first = parseAddress(from);
  const last = to === undefined ? first : lastAddress(from, to);
  return first === null || last === null || last < first ? null : { first, last };
}

/** Addresses of hosts: of a network, neither its own nor the broadcast address. */
function networkRange(base: string, bits: number): AddressRange | null {
  const address = parseAddress(base);
  if (address === null || bits > 32) return null;
  const size = 2 ** (32 - bits);
  const first = Math.floor(address / size) * size;
  const last = first + size - 1;
  return size <= 2 ? { first, last } : { first: first + 1, last: last - 1 };
}

function lastAddress(from: string, to: string): number | null {
  // 10.0.3.10-90: only the last number is said.
  return parseAddress(/^\d{1,3}$/.test(to) ? from.replace(/\d+$/, to) : to);
}

function parseAddress(text: string): number | null {
  const parts = octets.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function countAddresses({ first, last }: AddressRange): number {
  return last - first + 1;
}

/** Every address once, in order, whatever the ranges share. */
export function listAddresses(ranges: readonly AddressRange[]): string[] {
  const numbers = new Set<number>();
  for (const { first, last } of ranges) {
    for (let address = first; address <= last; address += 1) numbers.add(address);
  }
  return [...numbers].sort((a, b) => a - b).map(formatAddress);
}

function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
