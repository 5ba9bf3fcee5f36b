import type { TemperatureThreshold } from './choices.ts';
import { blank } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { fanSpeedInfo, marginTemperature, temperatureV1 } from './layouts.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import { ratioOf } from './units.ts';

const gpuSensor = 0;
const blankSigned = -1;

export class ThermalReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Celsius at the GPU core; device memory is `field.memoryTemp`. */
  temperature(): Reading<number> {
    const record = blank(this.#calls.scratch.record, temperatureV1);
    record.writeUInt32LE(gpuSensor, temperatureV1.at.sensorType);
    const code = this.#calls.call('nvmlDeviceGetTemperatureV')(this.#calls.handle, record);
    if (code === nvmlReturn.functionNotFound || code === nvmlReturn.argumentVersionMismatch) {
      return this.#calls.wordOf('nvmlDeviceGetTemperature', gpuSensor);
    }
    return signed(code, record, temperatureV1.at.temperature);
  }

  /** Celsius. Hopper and newer may answer `unknown`: there `margin` and fields 193 to 196 apply. */
  threshold(kind: TemperatureThreshold): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetTemperatureThreshold', kind);
  }

  /** Celsius left until the GPU slows down. */
  margin(): Reading<number> {
    const record = blank(this.#calls.scratch.record, marginTemperature);
    const code = this.#calls.call('nvmlDeviceGetMarginTemperature')(this.#calls.handle, record);
    return signed(code, record, marginTemperature.at.marginTemperature);
  }

  /** Modules that are cooled by their chassis have no fan of their own. */
  fanCount(): Reading<number> {
    return this.#calls.word('nvmlDeviceGetNumFans');
  }

  /** Ratio of the fan's highest speed, as intended by the driver; above 1 is possible. */
  fanSpeed(fan: number): Reading<number> {
    return this.#calls.wordOf('nvmlDeviceGetFanSpeed_v2', fan, ratioOf);
  }

  fanRevolutionsPerMinute(fan: number): Reading<number> {
    const record = blank(this.#calls.scratch.record, fanSpeedInfo);
    record.writeUInt32LE(fan, fanSpeedInfo.at.fan);
    const code = this.#calls.call('nvmlDeviceGetFanSpeedRPM')(this.#calls.handle, record);
    return signed(code, record, fanSpeedInfo.at.speed);
  }
}

/** A margin of -1 reads the same as a blank; of the two a gap is the safer answer. */
function signed(code: number, record: Buffer, offset: number): Reading<number> {
  if (code !== 0) return gapOf(code);
  const value = record.readInt32LE(offset);
  return value === blankSigned ? noData() : valueOf(value);
}
