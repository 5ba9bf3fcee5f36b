import { runReader } from '#collectors/nvml/child/main.ts';
import { keepHeapSmall } from './small-heap.ts';

/** `isotherm nvml-reader`: started by the agent, not by people. */
keepHeapSmall();
runReader(process.argv.slice(3));
