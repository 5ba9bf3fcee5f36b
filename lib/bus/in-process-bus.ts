import { BusError, type Bus } from './bus.ts';

interface Listener {
  readonly owner: object;
  readonly receive: (data: Uint8Array) => void;
  readonly answer: ((data: Uint8Array) => Promise<Uint8Array>) | null;
}

/** Joins parts of one process as NATS joins servers: it can be cut and mended. */
export interface InProcessBroker {
  connect(): Bus;
  cut(): void;
  mend(): void;
}

export function createInProcessBroker(): InProcessBroker {
  const subjects = new Map<string, Set<Listener>>();
  const states = new Set<(isConnected: boolean) => void>();
  let isUp = true;
  const turn = (next: boolean): void => {
    if (isUp === next) return;
    isUp = next;
    for (const listener of states) listener(next);
  };
  return {
    connect: () => connect(subjects, states, () => isUp),
    cut: () => turn(false),
    mend: () => turn(true),
  };
}

function connect(
  subjects: Map<string, Set<Listener>>,
  states: Set<(isConnected: boolean) => void>,
  isUp: () => boolean,
): Bus {
  const owner = {};
  const own: (() => void)[] = [];
  const listen = (subject: string, receive: Listener['receive'], answer: Listener['answer']) => {
    const listener: Listener = { owner, receive, answer };
    const listeners = subjects.get(subject) ?? new Set();
    subjects.set(subject, listeners.add(listener));
    const stop = () => void listeners.delete(listener);
    own.push(stop);
    return stop;
  };
  const others = (subject: string) =>
    [...(subjects.get(subject) ?? [])].filter((listener) => listener.owner !== owner);
  return {
    get isConnected() {
      return isUp();
    },
    publish(subject, data) {
      if (!isUp()) return;
      for (const { receive } of others(subject)) receive(data);
    },
    subscribe: (subject, listener) => listen(subject, listener, null),
    async request(subject, data) {
      if (!isUp()) throw new BusError(`ask ${subject}: the bus is away`);
      const answer = others(subject).find((listener) => listener.answer)?.answer;
      if (!answer) throw new BusError(`ask ${subject}: nobody answers`);
      return answer(data);
    },
    serve: (subject, answer) => listen(subject, () => undefined, answer),
    flush: () => Promise.resolve(),
    onState: (listener) => void states.add(listener),
    close: () => {
      for (const stop of own) stop();
      return Promise.resolve();
    },
  };
}
