/** A port of an InfiniBand or RoCE adapter. Rates are over the last interval, null = gap. */
export interface FabricPort {
  readonly host: string;
  readonly device: string;
  readonly port: string;
  readonly timeMs: number;
  readonly linkUp: boolean | null;
  readonly rateBitsPerSecond: number | null;
  readonly receiveBitsPerSecond: number | null;
  readonly transmitBitsPerSecond: number | null;
  readonly errorsPerSecond: number | null;
  readonly saturationRatio: number | null;
}

/** Everything over which a host's data comes and goes, and where each way is read. */
export interface HostPaths {
  readonly host: string;
  /** Its interfaces that lead to a switch port that is polled. */
  readonly cables: readonly {
    /** Null: the switch does not know the name of the host's end. */
    readonly interface: string | null;
    readonly device: string;
    readonly port: string;
    /** How often the switch is polled. */
    readonly intervalSeconds: number | null;
  }[];
  readonly hasFabric: boolean;
  readonly hasNvlink: boolean;
  readonly hasPcie: boolean;
}
