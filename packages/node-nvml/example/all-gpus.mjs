// Prints every GPU of this host: `node example/all-gpus.mjs [path of the library]`.
import { clockKind, openNvml } from 'node-nvml';

const library = process.argv[2] ?? process.env.NVML_LIBRARY;
const opened = openNvml(library === undefined ? {} : { library });
if (opened.kind === 'unavailable') {
  console.error(`no GPU can be read here: ${opened.reason} (code ${opened.code})`);
  process.exitCode = 1;
} else {
  printHost(opened.nvml);
  opened.nvml.close();
}

function printHost(nvml) {
  if (nvml.isSimulated) console.log('These GPUs are simulated.');
  const { system } = nvml;
  print('driver', system.driverVersion());
  print('CUDA', system.cudaVersion());
  const count = nvml.deviceCount();
  if (count.kind !== 'value') {
    print('GPUs', count);
    return;
  }
  for (let index = 0; index < count.value; index++) printGpu(index, nvml.device(index));
}

function printGpu(index, found) {
  console.log(`GPU ${index}`);
  if (found.kind !== 'value') {
    print('  state', found);
    return;
  }
  const { identity, load, memory, power, thermal, clocks, ecc } = found.value;
  print('  name', identity.name());
  print('  UUID', identity.uuid());
  print('  load', load.utilization(), ({ gpuRatio }) => `${(gpuRatio * 100).toFixed(0)} %`);
  print(
    '  memory',
    memory.usage(),
    (usage) => `${gibibytes(usage.usedBytes)} of ${gibibytes(usage.totalBytes)}`,
  );
  print('  power', power.usage(), (watts) => `${watts.toFixed(0)} W`);
  print('  limit', power.enforcedLimit(), (watts) => `${watts.toFixed(0)} W`);
  print('  energy', power.energy(), (joules) => `${(joules / 3.6e6).toFixed(1)} kWh`);
  print('  temperature', thermal.temperature(), (celsius) => `${celsius} °C`);
  print('  SM clock', clocks.current(clockKind.sm), (hertz) => `${hertz / 1e6} MHz`);
  print('  ECC', ecc.mode(), ({ current }) => (current ? 'on' : 'off'));
}

/** A reading that is none says why. */
function print(label, reading, format = String) {
  const text = reading.kind === 'value' ? format(reading.value) : `– (${reading.reason})`;
  console.log(`${label.padEnd(14)} ${text}`);
}

function gibibytes(bytes) {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
