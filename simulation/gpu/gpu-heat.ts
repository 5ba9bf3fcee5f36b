/**
 * Temperatures of one card: die → heat sink → air, a resistance and a time constant each.
 *
 * [Incropera, Fundamentals of Heat and Mass Transfer, ch. 7] the resistance of a finned sink in
 * forced air goes with flow^-0.8. The values are set so that a card at 650 W in air of 28 °C stands
 * near 68 °C at 70 % fan speed, as HGX H100 systems in air-cooled halls do [assumed].
 */
export const heatModel = {
  dieKelvinPerWatt: 0.022,
  sinkKelvinPerWatt: 0.028,
  /** A die follows within seconds, a kilogram of copper and aluminium within a minute. */
  dieTauSeconds: 2.5,
  sinkTauSeconds: 40,
  memoryKelvinPerWatt: 0.16,
  memoryTauSeconds: 12,
  /** Natural convection: a sink without any fan still loses something. */
  leastFlow: 0.06,
} as const;

/** @param flow of air through the host, over that of all its fans at full speed */
export function sinkResistance(flow: number, mounting: number): number {
  const { sinkKelvinPerWatt, leastFlow } = heatModel;
  return sinkKelvinPerWatt * mounting * Math.pow(Math.max(flow, leastFlow), -0.8);
}

/** Power that would hold the die at a temperature for good, through all that lies between. */
export function powerAt(coreCelsius: number, airCelsius: number, kelvinPerWatt: number): number {
  return (coreCelsius - airCelsius) / kelvinPerWatt;
}
