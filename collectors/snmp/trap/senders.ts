import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { SnmpCredentials, SnmpTarget } from '#lib/model/snmp-target.ts';
import type { Trap } from './trap.ts';
import type { TrapOrigin } from './trap-event.ts';

/** Devices that are given by name are looked up again this often. */
const lookupEveryMs = 300_000;

/** Who may send from which address, and under which name it is known. */
export class Senders {
  readonly #everyone: readonly SnmpCredentials[];
  #targets: readonly SnmpTarget[] = [];
  #byAddress = new Map<string, SnmpTarget[]>();
  #lookedUpMs = -Infinity;

  /** @param everyone credentials that are taken from any address */
  constructor(everyone: readonly SnmpCredentials[]) {
    this.#everyone = everyone;
  }

  replace(targets: readonly SnmpTarget[]): void {
    if (targets === this.#targets) return;
    this.#targets = targets;
    this.#byAddress = new Map();
    for (const target of targets) {
      if (isIP(target.address) !== 0) this.#put(plainAddress(target.address), target);
    }
    this.#lookedUpMs = -Infinity;
  }

  /** Looks up devices that are given by name, when it is time; waits for nothing. */
  refresh(nowMs: number): void {
    if (nowMs - this.#lookedUpMs < lookupEveryMs) return;
    this.#lookedUpMs = nowMs;
    const targets = this.#targets;
    for (const target of targets.filter(({ address }) => isIP(address) === 0)) {
      void lookup(target.address, { all: true }).then(
        (found) => {
          if (targets !== this.#targets) return;
          for (const { address } of found) this.#put(plainAddress(address), target);
        },
        // A name that cannot be resolved is told by its polls.
        () => undefined,
      );
    }
  }

  /** Those of the devices at that address before those of everyone. */
  credentials(address: string): SnmpCredentials[] {
    const own = this.#byAddress.get(address) ?? [];
    return [...own.map(({ credentials }) => credentials), ...this.#everyone];
  }

  origin({ sender, about, secret }: Trap): TrapOrigin {
    const candidates = this.#byAddress.get(sender) ?? this.#byAddress.get(about ?? '') ?? [];
    const target = candidates.find(({ credentials }) => secretOf(credentials) === secret);
    const { name } = target ?? candidates[0] ?? {};
    return name === undefined
      ? { device: about ?? sender, isKnown: false }
      : { device: name, isKnown: true };
  }

  #put(address: string, target: SnmpTarget): void {
    const known = this.#byAddress.get(address) ?? [];
    if (!known.includes(target)) this.#byAddress.set(address, [...known, target]);
  }
}

/** What a message shows of its credentials: the community or the user. */
function secretOf(credentials: SnmpCredentials): string {
  return credentials.version === '3' ? credentials.user : credentials.community;
}

/** A socket for both kinds of addresses writes 10.0.0.7 as ::ffff:10.0.0.7. */
export function plainAddress(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
}
