import { gzipSync } from 'node:zlib';
import type { FieldValue, Point } from '#lib/model/sample.ts';
import { encodePoints } from '#lib/wire/line-protocol/encode.ts';

/** A body as a sender would send it, and how many points are in it. */
export interface Payload {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly points: number;
}

export const fieldsPerGpu = 20;
const gpusPerHost = 8;

/** Every GPU of a part of the fleet once a second, as many seconds as fill `lines`. */
export function fleetBatch(firstGpu: number, gpus: number, lines: number, second: number): Payload {
  const points = Array.from({ length: lines }, (_, line) =>
    gpuPoint(firstGpu + (line % gpus), second + Math.floor(line / gpus)),
  );
  return packed(points);
}

/** What the agent of one host sends in one second. */
export function hostBatch(host: number, second: number): Payload {
  const points = Array.from({ length: gpusPerHost }, (_, index) =>
    gpuPoint(host * gpusPerHost + index, second),
  );
  return packed(points);
}

/** Twelve sensors of one facility device. */
export function facilityBatch(device: number, second: number): Payload {
  const points = Array.from({ length: 12 }, (_, sensor): Point => {
    const value = Math.round(2_300 + wave(device, second, sensor) * 40) / 10;
    return {
      measurement: 'facility',
      tags: { device: `pdu-${device}`, kind: 'voltage', sensor: `outlet ${sensor + 1}` },
      fields: { value: float(value) },
      timeNs: BigInt(second) * 1_000_000_000n,
    };
  });
  return packed(points);
}

function packed(points: readonly Point[]): Payload {
  const body = gzipSync(encodePoints(points), { level: 1 });
  return { body: Uint8Array.from(body), points: points.length };
}

export function gpuPoint(gpu: number, second: number): Point {
  return {
    measurement: 'gpu',
    tags: {
      gpu: `GPU-5a1e0000-0000-4000-8000-${String(gpu).padStart(12, '0')}`,
      host: `node-${String(Math.floor(gpu / gpusPerHost)).padStart(3, '0')}`,
      index: String(gpu % gpusPerHost),
      model: 'NVIDIA H200',
    },
    fields: readings(gpu, second),
    timeNs: BigInt(second) * 1_000_000_000n,
  };
}

/** Load rises and falls with a job; clocks, power and heat follow it, with the noise of sensors. */
function readings(gpu: number, second: number): Record<string, FieldValue> {
  const load = Math.max(0, Math.min(1, 0.75 + 0.3 * wave(gpu, second, 0)));
  const power = 90 + 600 * load + 8 * noise(gpu, second, 1);
  const heat = 32 + 40 * load + noise(gpu, second, 2);
  const used = Math.floor(load * 140) * 1_048_576_000;
  const busySeconds = second % 10_000_000;
  return {
    dram_active_ratio: float(rounded(load * 0.6, 1_000)),
    ecc_corrected_total: integer(gpu % 50 === 0 ? Math.floor(busySeconds / 3_600) : 0),
    energy_joules_total: float(rounded(busySeconds * 560 + power, 1_000)),
    fan_ratio: float(0.4),
    memory_clock_hertz: float(2_619_000_000),
    memory_temperature_celsius: float(Math.round(heat + 6)),
    memory_total_bytes: integer(150_754_820_096),
    memory_used_bytes: integer(used),
    nvlink_receive_bytes_total: integer(busySeconds * 40_000_000 + Math.floor(load * 4e7)),
    nvlink_transmit_bytes_total: integer(busySeconds * 40_000_000 + Math.floor(load * 3e7)),
    pcie_receive_bytes_per_second: float(Math.floor(load * 2e9 + 1e6 * noise(gpu, second, 3))),
    pcie_transmit_bytes_per_second: float(Math.floor(load * 1e9 + 1e6 * noise(gpu, second, 4))),
    performance_state: integer(0),
    power_limit_watts: float(700),
    power_watts: float(rounded(power, 1_000)),
    sm_active_ratio: float(rounded(load * 0.9, 1_000)),
    sm_clock_hertz: float(Math.round(1_980 - 300 * Math.max(0, load - 0.9)) * 1_000_000),
    temperature_celsius: float(Math.round(heat)),
    tensor_active_ratio: float(rounded(load * 0.5, 1_000)),
    utilization_ratio: float(rounded(load, 100)),
  };
}

/** A slow swing that differs from GPU to GPU. */
function wave(gpu: number, second: number, salt: number): number {
  return Math.sin((second + gpu * 37 + salt * 101) / 90) + 0.1 * noise(gpu, second, salt + 9);
}

/** Between -1 and 1, the same for the same arguments. */
function noise(gpu: number, second: number, salt: number): number {
  let bits = Math.imul(gpu + 1, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ (salt * 0xc2b2ae3d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2_147_483_648 - 1;
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

function float(value: number): FieldValue {
  return { type: 'float', value };
}

function integer(value: number): FieldValue {
  return { type: 'integer', value: BigInt(value) };
}
