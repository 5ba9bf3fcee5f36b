/** From the units of NVML to base units. Division keeps 0.001 exact where multiplying does not. */
export const wattsOf = (milliwatts: number) => milliwatts / 1000;
export const joulesOf = (millijoules: number) => millijoules / 1000;
export const hertzOf = (megahertz: number) => megahertz * 1_000_000;
export const ratioOf = (percent: number) => percent / 100;
export const secondsOfMicroseconds = (microseconds: number) => microseconds / 1_000_000;
export const secondsOfNanoseconds = (nanoseconds: number) => nanoseconds / 1_000_000_000;
export const bytesOfKibibytes = (kibibytes: number) => kibibytes * 1024;
export const bytesOfMebibytes = (mebibytes: number) => mebibytes * 1_048_576;
export const secondsOfMilliseconds = (milliseconds: number) => milliseconds / 1000;
