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

/**
 * Units of a row: as many as move the air that its hosts take at full load. For heat one of them is
 * spare, for air none is: with one off, the racks beside it feel it.
 */
export function coolingUnitsOfRow(hosts: number, gpusPerHost: number): number {
  const forHeat = 1 + Math.ceil((hosts * hostPeakWatts(gpusPerHost)) / coolingUnit.capacityWatts);
  const forAir = Math.ceil((hosts * hostPeakFlow(gpusPerHost) * 0.8) / coolingUnit.maxFlow);
  return Math.max(2, Math.min(forHeat, forAir));
}

/** 10.2 kW of a DGX H100 with its eight GPUs of 700 W (NVIDIA DGX H100 data sheet). */
export function hostPeakWatts(gpus: number): number {
  return 1_400 + gpus * 1_100;
}

/** 1,105 CFM at 80 % fan speed for eight GPUs (DGX H100 user guide) is 0.65 m³/s at full speed. */
export function hostPeakFlow(gpus: number): number {
  return 0.05 + gpus * 0.075;
}
