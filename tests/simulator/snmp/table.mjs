// Answers snmpd's pass_persist: node table.mjs ROOT ROWS. Objects ROOT.1 to ROOT.ROWS hold their index.
import { createInterface } from 'node:readline';

const [root, rows] = [process.argv[2], Number(process.argv[3])];
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (...answer) => process.stdout.write(`${answer.join('\n')}\n`);

for (;;) {
  const { value: command, done } = await lines.next();
  if (done) break;
  if (command === 'PING') {
    say('PONG');
    continue;
  }
  const { value: oid = '' } = await lines.next();
  const index = indexOf(oid) + (command === 'getnext' ? 1 : 0);
  if (index >= 1 && index <= rows) say(`${root}.${index}`, 'gauge', index);
  else say('NONE');
}

/** 0 before the first row; beyond the last one for what stands after the table. */
function indexOf(oid) {
  if (oid === root || !oid.startsWith(`${root}.`)) return 0;
  return Number(oid.slice(root.length + 1).split('.')[0]);
}
