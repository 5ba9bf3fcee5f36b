import { runReader } from '#collectors/nvml/child/main.ts';

/** `isotherm nvml-reader`: started by the agent, not by people. */
runReader(process.argv.slice(3));
