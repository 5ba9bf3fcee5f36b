import type { MeasurementDescriptor } from '#lib/model/metric.ts';
import { hostNetwork } from '#lib/metrics/host-network.ts';
import { infiniband } from '#lib/metrics/infiniband.ts';

export const metrics: readonly MeasurementDescriptor[] = [hostNetwork, infiniband];
