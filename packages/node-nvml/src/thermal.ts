import type { TemperatureThreshold } from './choices.ts';
import { blank, blankWord } from './decode.ts';
import type { DeviceCalls } from './device-calls.ts';
import { fanSpeedInfo, marginTemperature, temperatureV1 } from './layouts.ts';
import { gapOf, noData, valueOf, type Reading } from './reading.ts';
import { nvmlReturn } from './return-codes.ts';
import { ratioOf } from './units.ts';

const gpuSensor = 0;
const notFilled = -(2 ** 31);

export class ThermalReadings {
  readonly #calls: DeviceCalls;

  constructor(calls: DeviceCalls) {
    this.#calls = calls;
  }

  /** Celsius at the GPU core; device memory is `field.memoryTemp`. */
  temperature(): Reading<number> {
    const record = blank(this.#calls.scratch.record, temperatureV1);
    record.writeUInt32LE(gpuSensor, temperatureV1.at.sensorType);
    record.writeInt32LE(notFilled, temperatureV1.at.temperature);
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
    record.writeInt32LE(notFilled, marginTemperature.at.marginTemperature);
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
    if (code !== 0) return gapOf(code);
    const speed = record.readUInt32LE(fanSpeedInfo.at.speed);
    return speed === blankWord ? noData() : valueOf(speed);
  }
}

/** -1 is a margin like any other, and one that matters: here no driver's blank is meant. */
function signed(code: number, record: Buffer, offset: number): Reading<number> {
  if (code !== 0) return gapOf(code);
  const value = record.readInt32LE(offset);
  return value === notFilled ? noData() : valueOf(value);
}
