import { parseRecording } from './recording.ts';
import { startResponder, type Responder } from './responder.ts';
import { simulateDevice, type SimulatedDevice } from './simulated-device.ts';

/** A file of a recorded tree that is a device: its name is its community. */
const deviceFile = /^snmp\/([\w-]+)\.rec$/;

/** Plays the devices of a recorded tree; one whose file nobody can read keeps silent. */
export class PlayedDevices {
  readonly #devices: Map<string, SimulatedDevice>;
  readonly #responder: Responder;

  private constructor(devices: Map<string, SimulatedDevice>, responder: Responder) {
    this.#devices = devices;
    this.#responder = responder;
  }

  static async open(): Promise<PlayedDevices> {
    const devices = new Map<string, SimulatedDevice>();
    return new PlayedDevices(devices, await startResponder(devices));
  }

  get port(): number {
    return this.#responder.port;
  }

  /** @param content null: nobody can read the file */
  lay(file: string, content: string | null): void {
    const community = deviceFile.exec(file)?.[1];
    if (community === undefined) return;
    if (content === null) this.#devices.delete(community);
    else {
      this.#devices.set(community, simulateDevice(parseRecording(content), { now: () => 0 }));
    }
  }

  close(): Promise<void> {
    return this.#responder.close();
  }
}
