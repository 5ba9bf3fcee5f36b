import { describe, expect, it } from 'vitest';
import { trainCommand } from './train.ts';

/** What the command says about arguments it refuses. */
async function refusal(...args: string[]): Promise<string> {
  let said = '';
  const command = trainCommand().exitOverride();
  command.configureOutput({ writeErr: (text) => (said += text) });
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toThrow();
  return said.trimEnd();
}

describe('isotherm train', () => {
  it.each([
    [['--workload', 'tetris'], /tetris.*softmax, gpt/],
    [
      ['--workload', 'gpt', '--device', 'GPU-1a2b'],
      /GPU-1a2b: there is no NVIDIA backend here yet \(works here: cpu\)/,
    ],
    [['--workload', 'gpt', '--device', '0'], /cpu, GPU-<uuid> or MIG-<uuid>/],
    [['--workload', 'gpt', '--steps', '0'], /whole number from 1/],
    [['--workload', 'gpt', '--steps', '1e3'], /whole number from 1/],
    [['--workload', 'gpt', '--seconds', 'soon'], /number of seconds/],
    [['--workload', 'gpt', '--seconds', '-1'], /number of seconds/],
    [['--workload', 'gpt', '--seed', '4294967296'], /whole number from 0 to 4294967295/],
    [[], /--workload/],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const said = await refusal(...args);
    expect(said).toMatch(sentence);
    expect(said.split('\n')).toHaveLength(1);
  });
});
