import type { NvlinkErrorCounter } from './choices.ts';
import { blank, decodePciInfo } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { pciInfo } from './layouts.ts';
import { gapOf, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import type { PciInfo } from './shapes.ts';

/** Twice what the largest GPU of NVML 13.3 has, so that a probe always ends. */
const mostLinks = 72;

/** One link each; traffic is fields 138 to 141, and 202 and 204 on Blackwell. */
export class NvlinkReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Asks link after link until the driver knows no further one: the number grew over time. */
  linkCount(): Reading<number> {
    for (let link = 0; link < mostLinks; link++) {
      const state = this.state(link);
      if (state.kind === 'lost' || state.kind === 'unavailable') return state;
      if (state.kind === 'unknown' && isNoLink(state.code)) {
        return link === 0 && state.code !== nvmlReturn.invalidArgument ? state : valueOf(link);
      }
    }
    return valueOf(mostLinks);
  }

  /** True while the link is up. */
  state(link: number): Reading<boolean> {
    return this.#calls.flagOf('nvmlDeviceGetNvLinkState', link);
  }

  version(link: number): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetNvLinkVersion', link);
  }

  /** The device at the other end: GPU or switch. */
  remote(link: number): Reading<PciInfo> {
    const record = blank(this.#calls.scratch.record, pciInfo);
    const call = this.#calls.call('nvmlDeviceGetNvLinkRemotePciInfo_v2');
    const code = call(this.#calls.handle, link, record);
    return code === 0 ? valueOf(decodePciInfo(record)) : gapOf(code);
  }

  /** 0 GPU, 1 IBM NPU, 2 switch, 255 unknown. */
  remoteType(link: number): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetNvLinkRemoteDeviceType', link);
  }

  errors(link: number, counter: NvlinkErrorCounter): Reading<number> {
    const { handle, scratch } = this.#calls;
    const call = this.#calls.call('nvmlDeviceGetNvLinkErrorCounter');
    return this.#calls.longFrom(call(handle, link, counter, scratch.blankWords()));
  }
}

function isNoLink(code: number): boolean {
  return (
    code === nvmlReturn.invalidArgument ||
    code === nvmlReturn.notSupported ||
    code === nvmlReturn.functionNotFound
  );
}
