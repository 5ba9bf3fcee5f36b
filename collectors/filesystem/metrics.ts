import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { hostFilesystem } from '#lib/metrics/host-filesystem.ts';

export const metrics: readonly MeasurementDescriptor[] = [hostFilesystem];
