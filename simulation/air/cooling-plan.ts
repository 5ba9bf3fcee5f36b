/**
 * A perimeter or in-row air handler on chilled water, of the size of a Vertiv Liebert PCW or a
 * Stulz CyberAir 3: about 150 kW sensible at 7 m³/s. Assumed; data sheets of both have such units.
 */
export const coolingUnit = {
  maxFlow: 7,
  capacityWatts: 150_000,
  fanWatts: 5_500,
  leastFan: 0.3,
} as const;

/** Units of a row: what its hosts need at full load, and one more (N+1), as in Tier III halls. */
export function coolingUnitsOfRow(hosts: number, gpusPerHost: number): number {
  const heat = hosts * hostPeakWatts(gpusPerHost);
  const flow = hosts * hostPeakFlow(gpusPerHost) * 0.85;
  return 1 + Math.max(1, Math.ceil(Math.max(heat / 145_000, flow / coolingUnit.maxFlow)));
}

/** 10.2 kW of a DGX H100 with its eight GPUs of 700 W (NVIDIA DGX H100 data sheet). */
export function hostPeakWatts(gpus: number): number {
  return 1_400 + gpus * 1_100;
}

/** 1,105 CFM at 80 % fan speed for eight GPUs (DGX H100 user guide) is 0.65 m³/s at full speed. */
export function hostPeakFlow(gpus: number): number {
  return 0.05 + gpus * 0.075;
}
