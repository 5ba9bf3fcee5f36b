import { BusError, maxMessageBytes, type Bus } from './bus.ts';
import { sealBytes, type Sealer } from './seal.ts';

/** What was counted of the bus; `isotherm_bus_*` in /metrics. */
export interface BusCounts {
  sent(bytes: number): void;
  received(bytes: number): void;
  /** A message that was not sealed by one of us, or could not be understood. */
  refused(): void;
}

/** Bytes that fit into one message. */
export const maxPayloadBytes = maxMessageBytes - sealBytes;

/** A bus on which only those who share the secret can speak, and nobody else can listen. */
export function sealBus(bus: Bus, sealer: Sealer, counts: BusCounts): Bus {
  const seal = (subject: string, data: Uint8Array): Uint8Array => {
    const sealed = sealer.seal(subject, data);
    if (sealed.length > maxMessageBytes) {
      throw new BusError(`send ${subject}: ${sealed.length} bytes are too many for one message`);
    }
    counts.sent(sealed.length);
    return sealed;
  };
  const open = (subject: string, sealed: Uint8Array): Uint8Array => {
    counts.received(sealed.length);
    const data = sealer.open(subject, sealed);
    if (data) return data;
    counts.refused();
    throw new BusError(
      `read ${subject}: it was sealed with another ISOTHERM_SECRET_KEY or more than a minute ago`,
    );
  };
  const answerTo = (subject: string) => `${subject} answer`;
  return {
    get isConnected() {
      return bus.isConnected;
    },
    publish: (subject, data) => {
      if (bus.isConnected) bus.publish(subject, seal(subject, data));
    },
    subscribe: (subject, listener) =>
      bus.subscribe(subject, (sealed) => listener(open(subject, sealed))),
    request: async (subject, data, withinMs) =>
      open(answerTo(subject), await bus.request(subject, seal(subject, data), withinMs)),
    serve: (subject, answer) =>
      bus.serve(subject, async (sealed) =>
        seal(answerTo(subject), await answer(open(subject, sealed))),
      ),
    flush: () => bus.flush(),
    onState: (listener) => bus.onState(listener),
    close: () => bus.close(),
  };
}
