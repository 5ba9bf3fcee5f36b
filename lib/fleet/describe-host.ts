import { formatAge } from '#lib/format/duration.ts';
import { formatText } from '#lib/format/value.ts';
import type { HostSummary } from './list-hosts.ts';
import type { InterfaceSummary } from './list-interfaces.ts';
import type { FilesystemSummary } from './list-storage.ts';
import type { GpuHealth } from '#lib/model/gpu-health.ts';
import { silentAfterMs } from './judge-gpu.ts';

const busy = 0.9;
const full = 0.9;
const saturated = 0.8;

/** How a host is, in one sentence: what stands out, or that nothing does. */
export function describeHost(
  host: HostSummary,
  interfaces: readonly InterfaceSummary[],
  filesystems: readonly FilesystemSummary[],
  gpus: readonly { readonly health: GpuHealth }[],
  nowMs: number,
): string {
  if (nowMs - host.timeMs > silentAfterMs) {
    return `Silent for ${formatAge(nowMs - host.timeMs)}: what stands here is the last it said.`;
  }
  const remarks = [
    ...gpuRemarks(gpus),
    ...processorRemarks(host),
    ...memoryRemarks(host),
    ...filesystems.flatMap(filesystemRemarks),
    ...interfaces.flatMap(interfaceRemarks),
  ];
  const [first, ...rest] = remarks;
  if (first === undefined) return 'Nothing stands out.';
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}${rest.map((each) => `; ${each}`).join('')}.`;
}

function gpuRemarks(gpus: readonly { readonly health: GpuHealth }[]): string[] {
  const count = (state: GpuHealth['state']): number =>
    gpus.filter(({ health }) => health.state === state).length;
  const [lost, needy] = [count('lost'), count('attention')];
  // A power cap under full load is what a GPU is for.
  const held = gpus.filter(({ health }) => health.state === 'throttled' && health.level !== 'info');
  return [
    ...(lost > 0 ? [`${lost} of ${gpus.length} GPUs ${lost === 1 ? 'is' : 'are'} lost`] : []),
    ...(needy > 0 ? [`${needy === 1 ? '1 GPU needs' : `${needy} GPUs need`} somebody`] : []),
    ...(held.length > 0
      ? [
          `${held.length} of ${gpus.length} GPUs ${held.length === 1 ? 'is' : 'are'} ${wordsOf(held)}`,
        ]
      : []),
  ];
}

/** What all of them are held down by, or that they are. */
function wordsOf(gpus: readonly { readonly health: GpuHealth }[]): string {
  const [words, ...others] = new Set(gpus.map(({ health }) => health.words));
  return others.length === 0 && words !== undefined ? words : 'throttled';
}

function processorRemarks({ cpuRatio }: HostSummary): string[] {
  if (cpuRatio === null || cpuRatio < busy) return [];
  return [`processors are ${formatText(cpuRatio, 'ratio')} busy`];
}

function memoryRemarks({ memoryUsedBytes, memoryTotalBytes }: HostSummary): string[] {
  if (memoryUsedBytes === null || memoryTotalBytes === null) return [];
  const share = memoryUsedBytes / memoryTotalBytes;
  return share < full ? [] : [`memory is ${formatText(share, 'ratio')} in use`];
}

function filesystemRemarks(each: FilesystemSummary): string[] {
  if (!each.answering) return [`${each.mount} does not answer`];
  if (each.readOnly) return [`${each.mount} is mounted read-only`];
  if (each.usedRatio === null || each.usedRatio < full) return [];
  return [`${each.mount} is ${formatText(each.usedRatio, 'ratio')} full`];
}

function interfaceRemarks(each: InterfaceSummary): string[] {
  const remarks: string[] = [];
  if (each.saturationRatio !== null && each.saturationRatio >= saturated) {
    remarks.push(`${each.name} is ${formatText(each.saturationRatio, 'ratio')} saturated`);
  }
  if ((each.errorsPerSecond ?? 0) > 0) remarks.push(`${each.name} counts errors`);
  return remarks;
}
