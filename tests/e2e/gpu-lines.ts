/** What the GPUs of this test report, as lines that any writer could send. */
export const host = 'gpu-node-07';
export const busyGpu = 'GPU-aaaa1111-0000-4000-8000-000000000001';
export const lostGpu = 'GPU-bbbb2222-0000-4000-8000-000000000002';

const tags = (gpu: string, index: number) =>
  `host=${host},gpu=${gpu},index=${index},model=NVIDIA\\ H200,simulated=true`;

/** Seconds held down by the power cap for each second that goes by. */
export const capShare = 0.5;

/** A second of both GPUs and their host; the second GPU is lost where `isLost`. */
export function secondOfLines(timeMs: number, isLost: boolean): string[] {
  const second = Math.floor(timeMs / 1000);
  const ns = `${timeMs}000000`;
  const values = (power: number): string =>
    [
      `power_watts=${power}`,
      'power_limit_watts=700',
      'temperature_celsius=61',
      'temperature_margin_celsius=26',
      'utilization_ratio=0.93',
      'sm_clock_hertz=1980000000',
      'sm_max_clock_hertz=1980000000',
      'memory_used_bytes=118000000000i',
      'memory_total_bytes=150754820096i',
      'throttle_reasons=4i',
      `throttle_power_cap_seconds_total=${(second % 1_000_000) * capShare}`,
      'throttle_hw_thermal_seconds_total=0',
      'lost=0i',
    ].join(',');
  return [
    `host,host=${host},simulated=true cpu_ratio=0.4,cpu_count=96i,uptime_seconds=${second} ${ns}`,
    `gpu,${tags(busyGpu, 0)} ${values(powerAt(timeMs))} ${ns}`,
    `gpu_info,${tags(busyGpu, 0)} driver_version="570.124.06",vbios_version="96.00.D0" ${ns}`,
    isLost
      ? `gpu,${tags(lostGpu, 1)} lost=1i ${ns}`
      : `gpu,${tags(lostGpu, 1)} ${values(600)} ${ns}`,
  ];
}

/** Another whole number of watts every second. */
export function powerAt(timeMs: number): number {
  return 500 + (Math.floor(timeMs / 1000) % 100);
}

export function eventLine(
  timeMs: number,
  event: { gpu: string; kind: string; code?: number; severity: string; title: string },
): string {
  const { gpu, kind, code, severity, title } = event;
  const number = code === undefined ? '' : `code=${code}i,`;
  const words = `severity="${severity}",title="${title}",action="Reboot the host"`;
  return `gpu_event,host=${host},gpu=${gpu},kind=${kind},simulated=true ${number}${words} ${timeMs}000000`;
}
