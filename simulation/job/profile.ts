import { card } from '../gpu/card.ts';

/** What a kind of job asks of its GPUs. */
export interface Profile {
  /** Value of the tag `workload`. */
  readonly workload: string;
  /** Share of peak switching: what tensor cores and their feeding draw. */
  readonly tensor: number;
  readonly memory: number;
  /** Share of a step that memory and network decide, not the clock. */
  readonly bound: number;
  /** Share of what the links could carry. */
  readonly network: number;
  readonly memoryUsed: number;
  /** At full clock on a perfect card. */
  readonly stepSeconds: number;
  readonly samplesPerStep: number;
  readonly tokensPerSample: number;
  readonly flopsPerSecond: number;
  readonly checkpointEverySeconds: number;
  readonly checkpointSeconds: number;
  /** Hosts it may want; absent in the draw where the hall is smaller. */
  readonly hosts: readonly number[];
  readonly meanHours: number;
  /** Odds against the other kinds. */
  readonly weight: number;
}

const contextTokens = 8_192;

/**
 * Utilisation of the arithmetic (MFU) is what is published for H100 clusters: 38–43 % in pre-training
 * [Llama 3, table 4], less in fine-tuning. Tokens follow from 6 FLOP a parameter and token
 * [Kaplan et al. 2020]. Other figures are assumed.
 */
export const profiles: readonly Profile[] = [
  model('gpt', {
    ...{ parameters: 70e9, mfu: 0.4, tensor: 0.79, memory: 0.55, bound: 0.24, network: 0.45 },
    ...{ memoryUsed: 0.93, stepSeconds: 8.2, hosts: [16, 32, 64], meanHours: 60, weight: 3 },
  }),
  model('gpt', {
    ...{ parameters: 8e9, mfu: 0.43, tensor: 0.87, memory: 0.6, bound: 0.18, network: 0.3 },
    ...{ memoryUsed: 0.88, stepSeconds: 2.6, hosts: [2, 4, 8, 16], meanHours: 30, weight: 4 },
  }),
  model('gpt', {
    ...{ parameters: 8e9, mfu: 0.3, tensor: 0.64, memory: 0.5, bound: 0.35, network: 0.2 },
    ...{ memoryUsed: 0.81, stepSeconds: 1.4, hosts: [1, 2, 4], meanHours: 14, weight: 4 },
  }),
  {
    ...{ workload: 'convnet', tensor: 0.55, memory: 0.75, bound: 0.42, network: 0.12 },
    ...{ memoryUsed: 0.62, stepSeconds: 0.11, samplesPerStep: 256, tokensPerSample: 0 },
    ...{ flopsPerSecond: 0.22 * card.peakFlops, checkpointEverySeconds: 1_200 },
    ...{ checkpointSeconds: 12, hosts: [1, 1, 2], meanHours: 9, weight: 3 },
  },
  {
    ...{ workload: 'gpt-inference', tensor: 0.34, memory: 0.85, bound: 0.65, network: 0.08 },
    ...{ memoryUsed: 0.95, stepSeconds: 0.035, samplesPerStep: 1, tokensPerSample: 96 },
    ...{ flopsPerSecond: 0.09 * card.peakFlops, checkpointEverySeconds: 1e9 },
    ...{ checkpointSeconds: 0, hosts: [1], meanHours: 80, weight: 2 },
  },
];

type Shared = Pick<
  Profile,
  | 'tensor'
  | 'memory'
  | 'bound'
  | 'network'
  | 'memoryUsed'
  | 'stepSeconds'
  | 'hosts'
  | 'meanHours'
  | 'weight'
>;

function model(
  workload: string,
  { parameters, mfu, ...shared }: Shared & { readonly parameters: number; readonly mfu: number },
): Profile {
  const flopsPerSecond = mfu * card.peakFlops;
  const tokensPerSecond = flopsPerSecond / (6 * parameters);
  return {
    ...shared,
    workload,
    samplesPerStep: (tokensPerSecond * shared.stepSeconds) / contextTokens,
    tokensPerSample: contextTokens,
    flopsPerSecond,
    checkpointEverySeconds: 2_400,
    checkpointSeconds: 45,
  };
}
