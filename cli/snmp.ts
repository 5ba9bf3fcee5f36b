import { Command } from 'commander';
import { addCommand } from './snmp/add.ts';
import { listCommand } from './snmp/list.ts';
import { readCommand } from './snmp/read.ts';
import { walkCommand } from './snmp/walk.ts';

export function snmpCommand(): Command {
  return new Command('snmp')
    .description('Ask a device over SNMP')
    .addCommand(readCommand())
    .addCommand(walkCommand())
    .addCommand(addCommand())
    .addCommand(listCommand());
}
