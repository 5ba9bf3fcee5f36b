import { afterEach, beforeAll, expect } from 'vitest';
import { buildFakeNvml } from '#tests/simulator/nvml/build-fake-nvml.ts';
import { openNative, type NativeLibrary } from '#tests/simulator/nvml/native-calls.ts';
import {
  openScenario,
  type LiveScenario,
  type ScenarioName,
  type ScenarioValue,
} from '#tests/simulator/nvml/scenario.ts';

type Changes = Readonly<Record<string, ScenarioValue>>;

/** The fake library, loaded into this process and shut down after each test of the file. */
export class FakeSession {
  #library: NativeLibrary | undefined;
  readonly #opened: LiveScenario[] = [];

  constructor() {
    beforeAll(async () => {
      this.#library = openNative(await buildFakeNvml());
    });
    afterEach(() => {
      while (this.library.call('nvmlShutdown') === 0);
      for (const scenario of this.#opened.splice(0)) scenario.remove();
    });
  }

  get library(): NativeLibrary {
    if (!this.#library) throw new Error('use the fake NVML: it is loaded before the first test');
    return this.#library;
  }

  /** Points the library at a scenario without starting it. */
  point(name: ScenarioName, changes: Changes = {}): LiveScenario {
    const scenario = openScenario(name, changes);
    this.#opened.push(scenario);
    process.env.FAKE_NVML_SCENARIO = scenario.path;
    return scenario;
  }

  start(name: ScenarioName, changes: Changes = {}): LiveScenario {
    const scenario = this.point(name, changes);
    expect(this.library.call('nvmlInit_v2')).toBe(0);
    return scenario;
  }

  handle(index: number): bigint {
    const out = Buffer.alloc(8);
    expect(this.library.call('nvmlDeviceGetHandleByIndex_v2', index, out)).toBe(0);
    return out.readBigUInt64LE();
  }

  /** What a call writes behind its last argument. */
  number(name: string, ...values: (number | bigint)[]): number | { code: number } {
    const out = Buffer.alloc(8);
    const code = this.library.call(name, ...values, out);
    return code === 0 ? Number(out.readBigUInt64LE()) : { code };
  }

  string(name: string, device: bigint): string {
    const out = Buffer.alloc(96, 0xff);
    expect(this.library.call(name, device, out, out.length)).toBe(0);
    return out.toString('utf8', 0, out.indexOf(0));
  }
}
