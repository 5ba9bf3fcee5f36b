import { buildFakeNvml } from './build-fake-nvml.ts';
import { absentSymbols, scenarioNames } from './scenario.ts';

/** Prints the path of the library; the name of a scenario builds it without what that one lacks. */
const wanted = scenarioNames.find((name) => name === process.argv[2]);
const library = await buildFakeNvml(wanted ? { absentSymbols: absentSymbols(wanted) } : {});
process.stdout.write(`${library}\n`);
