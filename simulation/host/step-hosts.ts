import { hostPeakFlow } from '../air/cooling-plan.ts';
import { airHeat } from '../air/air.ts';
import { approach, at, clamp } from '../columns.ts';
import type { GpuBank } from '../gpu/gpu-bank.ts';
import type { HostBank } from './host-bank.ts';

/**
 * [NVIDIA DGX H100 data sheet and user guide] two processors of 350 W, eight network cards, four
 * NVLink switches, six supplies of 3.3 kW. What each part of the rest draws is assumed so that eight
 * GPUs at 700 W come to 10.2 kW.
 */
const processors = { idleWatts: 190, fullWatts: 700 } as const;
const restWatts = 480;
/** Network card and share of the NVLink switches for each GPU. */
const perGpuWatts = 85;
/** All fans at full speed; [affinity laws] power goes with the cube of the speed. */
const fanWattsPerGpu = 135;
/** [80 PLUS Titanium] 94–96 % over the load that supplies run at. */
const supplyEfficiency = 0.955;
/** The machine steers its fans by its hottest GPU. */
const fans = { least: 0.3, fromCelsius: 48, toCelsius: 80, tauSeconds: 9 } as const;
const powerTauSeconds = 1.5;
const cpuTauSeconds = 4;

/** Fans, processors, power and air of every host. */
export function stepHosts(
  hosts: HostBank,
  gpus: GpuBank,
  perHost: number,
  dtSeconds: number,
): void {
  const fanShare = approach(dtSeconds, fans.tauSeconds);
  const powerShare = approach(dtSeconds, powerTauSeconds);
  const cpuShare = approach(dtSeconds, cpuTauSeconds);
  for (let host = 0; host < hosts.count; host += 1) {
    const isDark = at(hosts.faults.dark, host);
    gpus.faults.unpowered.fill(isDark, host * perHost, (host + 1) * perHost);
    if (isDark === 1) {
      goDark(hosts, host);
      turnOff(gpus, host * perHost, perHost);
      continue;
    }
    const { hottest, power: gpuPower, busy } = sumGpus(gpus, host * perHost, perHost);
    setFans(hosts, host, hottest, fanShare);
    const cpu = at(hosts.cpu, host);
    hosts.cpu[host] = cpu + (0.03 + 0.32 * busy - cpu) * cpuShare;
    const watts = machineWatts(hosts, host, gpuPower, perHost);
    const power = at(hosts.power, host);
    hosts.power[host] = power + (watts - power) * powerShare;
    warmAir(hosts, gpus, host, perHost);
  }
}

function goDark(hosts: HostBank, host: number): void {
  hosts.power[host] = 0;
  hosts.fan[host] = 0;
  hosts.flow[host] = 0.02;
  hosts.cpu[host] = 0;
  hosts.exhaustCelsius[host] = at(hosts.inletCelsius, host);
}

function turnOff(gpus: GpuBank, first: number, perHost: number): void {
  for (const column of [gpus.power, gpus.memoryPower, gpus.clock, gpus.speed, gpus.reasons]) {
    column.fill(0, first, first + perHost);
  }
}

function sumGpus(gpus: GpuBank, first: number, perHost: number) {
  let hottest = 0;
  let power = 0;
  let busy = 0;
  for (let gpu = first; gpu < first + perHost; gpu += 1) {
    hottest = Math.max(hottest, at(gpus.coreCelsius, gpu));
    power += at(gpus.power, gpu);
    busy += at(gpus.busy, gpu);
  }
  return { hottest, power, busy: busy / perHost };
}

function setFans(hosts: HostBank, host: number, hottest: number, share: number): void {
  const { least, fromCelsius, toCelsius } = fans;
  const wanted = least + ((1 - least) * (hottest - fromCelsius)) / (toCelsius - fromCelsius);
  const fan = at(hosts.fan, host);
  const turned = fan + (clamp(wanted, least, 1) - fan) * share;
  hosts.fan[host] = turned;
  hosts.flow[host] = turned * at(hosts.faults.openness, host);
}

function machineWatts(hosts: HostBank, host: number, gpuPower: number, perHost: number): number {
  const cpu =
    processors.idleWatts + (processors.fullWatts - processors.idleWatts) * at(hosts.cpu, host);
  const fan = Math.pow(at(hosts.fan, host), 3) * fanWattsPerGpu * perHost;
  return (gpuPower + cpu + restWatts + perGpuWatts * perHost + fan) / supplyEfficiency;
}

/** All power leaves as heat in the air; rear GPUs get what the front ones have warmed. */
function warmAir(hosts: HostBank, gpus: GpuBank, host: number, perHost: number): void {
  const inlet = at(hosts.inletCelsius, host);
  const flow = at(hosts.flow, host) * hostPeakFlow(perHost);
  const rise = airHeat(at(hosts.power, host), flow);
  hosts.exhaustCelsius[host] = inlet + rise;
  for (let gpu = host * perHost; gpu < (host + 1) * perHost; gpu += 1) {
    gpus.airCelsius[gpu] = inlet + rise * at(gpus.traits.preheat, gpu);
  }
}

const loads = { cores: 112, tau1: 60, tau5: 300, tau15: 900 } as const;
/** [Ethernet for storage, 2 × 100 Gb/s; NDR InfiniBand, 400 Gb/s for each GPU]. */
const storageBytesPerSecond = 9e9;
const fabricBytesPerSecond = 50e9;

/** What only grows, and the kernel's means of load. */
export function countHosts(
  hosts: HostBank,
  gpus: GpuBank,
  perHost: number,
  { dtSeconds, seconds }: { readonly dtSeconds: number; readonly seconds: number },
): void {
  const shares = [loads.tau1, loads.tau5, loads.tau15].map((tau) => approach(dtSeconds, tau));
  const [share1 = 0, share5 = 0, share15 = 0] = shares;
  for (let host = 0; host < hosts.count; host += 1) {
    if (at(hosts.faults.dark, host) === 1) continue;
    const runnable = at(hosts.cpu, host) * loads.cores;
    hosts.load1[host] = at(hosts.load1, host) + (runnable - at(hosts.load1, host)) * share1;
    hosts.load5[host] = at(hosts.load5, host) + (runnable - at(hosts.load5, host)) * share5;
    hosts.load15[host] = at(hosts.load15, host) + (runnable - at(hosts.load15, host)) * share15;
    const cpu =
      processors.idleWatts + (processors.fullWatts - processors.idleWatts) * at(hosts.cpu, host);
    hosts.cpuJoules[host] = at(hosts.cpuJoules, host) + cpu * seconds;
    countTraffic(hosts, gpus, host, perHost, seconds);
  }
}

/** Reading data while it trains, writing its state while it saves. */
function countTraffic(
  hosts: HostBank,
  gpus: GpuBank,
  host: number,
  perHost: number,
  seconds: number,
): void {
  const first = host * perHost;
  const busy = at(gpus.busy, first);
  const hasJob = at(gpus.job, first) >= 0;
  const isUp = at(hosts.faults.linkDown, host) === 0;
  const saving = hasJob && busy < 1 ? 0.55 : 0;
  const storage = isUp ? (0.002 + (hasJob ? 0.06 * busy : 0)) * storageBytesPerSecond : 0;
  hosts.networkBytes[host] = at(hosts.networkBytes, host) + storage * seconds;
  hosts.storageBytes[host] =
    at(hosts.storageBytes, host) + (isUp ? saving + 0.001 : 0) * storageBytesPerSecond * seconds;
  const speed = at(gpus.speed, first) * (1 - at(gpus.waiting, first));
  const fabric = at(gpus.networkDemand, first) * busy * speed;
  hosts.fabricBytes[host] = at(hosts.fabricBytes, host) + fabric * fabricBytesPerSecond * seconds;
}
