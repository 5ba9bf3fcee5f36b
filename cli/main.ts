import { agentCommand } from './agent.ts';
import { doctorCommand } from './doctor.ts';
import { linesCommand } from './lines.ts';
import { runProgram } from './program.ts';
import { serverCommand } from './server.ts';
import { simulateCommand } from './simulate.ts';
import { snmpCommand } from './snmp.ts';
import { trainCommand } from './train.ts';

await runProgram(process.argv, [
  serverCommand(),
  agentCommand(),
  trainCommand(),
  linesCommand(),
  doctorCommand(),
  snmpCommand(),
  simulateCommand(),
]);
