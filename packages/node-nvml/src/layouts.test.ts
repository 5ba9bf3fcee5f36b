import { readFileSync } from 'node:fs';
import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import * as layouts from './layouts.ts';
import { versioned, type FieldType, type Struct } from './struct.ts';

type AnyStruct = Struct<Record<string, FieldType>> & { readonly version?: number };

/** The struct of the header that each layout describes. */
const headerNames: Record<string, string> = {
  pciInfo: 'nvmlPciInfo_t',
  utilization: 'nvmlUtilization_t',
  memory: 'nvmlMemory_t',
  memoryV2: 'nvmlMemory_v2_t',
  bar1Memory: 'nvmlBAR1Memory_t',
  processInfo: 'nvmlProcessInfo_t',
  deviceAttributes: 'nvmlDeviceAttributes_t',
  fieldValue: 'nvmlFieldValue_t',
  violationTime: 'nvmlViolationTime_t',
  eventData: 'nvmlEventData_t',
  rowRemapperHistogram: 'nvmlRowRemapperHistogramValues_t',
  gpuFabricInfo: 'nvmlGpuFabricInfo_t',
  gpuFabricInfoV2: 'nvmlGpuFabricInfo_v2_t',
  gpuFabricInfoV3: 'nvmlGpuFabricInfo_v3_t',
  confComputeSystemState: 'nvmlConfComputeSystemState_t',
  systemConfComputeSettings: 'nvmlSystemConfComputeSettings_v1_t',
  gpmMetric: 'nvmlGpmMetric_t',
  gpmSupport: 'nvmlGpmSupport_t',
  temperatureV1: 'nvmlTemperature_v1_t',
  marginTemperature: 'nvmlMarginTemperature_v1_t',
  fanSpeedInfo: 'nvmlFanSpeedInfo_t',
  platformInfoV2: 'nvmlPlatformInfo_v2_t',
  eccSramErrorStatus: 'nvmlEccSramErrorStatus_v1_t',
  repairStatus: 'nvmlRepairStatus_v1_t',
};

const header = readHeader();
const described: [string, AnyStruct][] = Object.entries(layouts);
const whole = described.filter(([name]) => name !== 'gpmMetricsGet');

describe('layouts', () => {
  it.each(whole)('%s is as the C compiler lays out the header', (name, layout) => {
    const struct = header.structs.get(headerNames[name] ?? '');
    expect(layout.size).toBe(struct?.size);
    // The header's trial listed no fields for the two structs that are aliases of others.
    for (const [field, offset] of struct?.offsets ?? [])
      expect([field, layout.at[field]]).toEqual([field, offset]);
  });

  it.each(described)('%s is as koffi lays it out', (_name, layout) => {
    const type = koffi.struct(koffiFields(layout));
    expect(koffi.sizeof(type)).toBe(layout.size);
    for (const [field, offset] of Object.entries(layout.at)) {
      expect([field, koffi.offsetof(type, field)]).toEqual([field, offset]);
    }
  });

  it('begins the GPM request as the header does', () => {
    const struct = header.structs.get('nvmlGpmMetricsGet_t');
    expect(struct?.offsets.get('metrics')).toBe(layouts.gpmMetricsGet.size);
    for (const [field, offset] of Object.entries(layouts.gpmMetricsGet.at)) {
      expect(struct?.offsets.get(field)).toBe(offset);
    }
  });

  it('carries a version word of the header in every versioned struct', () => {
    const versionedOnes = described.filter(([, layout]) => layout.version !== undefined);
    expect(versionedOnes.length).toBeGreaterThan(5);
    for (const [, layout] of versionedOnes) expect(header.versions).toContain(layout.version);
  });

  it('refuses a version word that means another size', () => {
    expect(() => versioned(0x0200_0028, { version: 'u32', total: 'u64' })).toThrow(
      'lay out struct: version word 0x2000028 means 40 bytes, fields take 16',
    );
  });
});

interface HeaderStruct {
  size: number;
  readonly offsets: Map<string, number>;
}

interface HeaderLine {
  readonly t?: string;
  readonly f?: string;
  readonly off?: number;
  readonly size?: number;
  readonly v?: string;
  readonly hex?: string;
}

function readHeader() {
  const file = new URL('../testdata/nvml-layout.json', import.meta.url);
  const lines: HeaderLine[] = asHeaderLines(JSON.parse(readFileSync(file, 'utf8')));
  const structs = new Map<string, HeaderStruct>();
  const versions: number[] = [];
  for (const { t, f, off, size, hex } of lines) {
    if (hex !== undefined) versions.push(Number(hex));
    else if (t !== undefined && size !== undefined) structs.set(t, { size, offsets: new Map() });
    else if (t !== undefined && f !== undefined && off !== undefined) {
      structs.get(t)?.offsets.set(f, off);
    }
  }
  return { structs, versions };
}

/** The file was written by a C program that prints the header's sizes in this form. */
function asHeaderLines(parsed: unknown): HeaderLine[] {
  return parsed as HeaderLine[];
}

const koffiNames = {
  u8: 'uint8_t',
  u32: 'uint32_t',
  i32: 'int32_t',
  u64: 'uint64_t',
  f64: 'double',
  pointer: 'void *',
} as const;

function koffiFields(layout: AnyStruct) {
  return Object.fromEntries(
    Object.entries(layout.fields).map(([field, type]) => {
      const length = Number(type.split(':')[1]);
      const koffiType = Number.isNaN(length)
        ? koffiNames[asScalarName(type)]
        : koffi.array('uint8_t', length);
      return [field, koffiType];
    }),
  );
}

/** A type without a length is a scalar. */
function asScalarName(type: FieldType): keyof typeof koffiNames {
  return type as keyof typeof koffiNames;
}
