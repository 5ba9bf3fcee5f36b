/** [CRC Handbook] density times specific heat of air at 25 °C: 1.18 kg/m³ · 1,006 J/(kg·K). */
export const airJoulesPerCubicMeterKelvin = 1_187;

/** How much warmer air gets that takes up `watts` at a flow in m³/s. */
export function airHeat(watts: number, flow: number): number {
  return watts / (airJoulesPerCubicMeterKelvin * Math.max(flow, 1e-3));
}

/** [Magnus formula, WMO No. 8] pressure of saturated vapour, pascals. */
function saturationPascals(celsius: number): number {
  return 611.2 * Math.exp((17.62 * celsius) / (243.12 + celsius));
}

/** Share of saturation at a temperature of air whose dew point is known. */
export function relativeHumidity(celsius: number, dewPointCelsius: number): number {
  return Math.min(1, saturationPascals(dewPointCelsius) / saturationPascals(celsius));
}
