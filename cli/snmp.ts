import { Command } from 'commander';
import { addCommand } from './snmp/add.ts';
import { listCommand } from './snmp/list.ts';
import { readCommand } from './snmp/read.ts';
import { walkCommand } from './snmp/walk.ts';

export function snmpCommand(): Command {
  const snmp = new Command('snmp').description('Ask a device over SNMP');
  // What is wrong with the arguments is told by one place, as for every other command.
  for (const command of [readCommand(), walkCommand(), addCommand(), listCommand()]) {
    snmp.addCommand(command.exitOverride());
  }
  return snmp;
}
