import { queryCost, type QueryCostOptions } from './query-cost.ts';
import { answerLines, answerObjects, comparisonLines, comparisonObjects } from './report.ts';

/** Each part as soon as it is measured. */
export async function printQueryCost({
  json,
  days,
}: QueryCostOptions & { readonly json: boolean }): Promise<void> {
  const onProgress = (sentence: string) => console.error(sentence);
  const answers = await queryCost.answer({ days }, onProgress);
  print(json, answerLines(answers), answerObjects(answers));
  const comparison = await queryCost.compare(onProgress);
  print(json, comparisonLines(comparison), comparisonObjects(comparison));
}

function print(json: boolean, lines: readonly string[], objects: readonly object[]): void {
  if (!json) console.log(lines.join('\n'));
  else {
    for (const object of objects) {
      console.log(JSON.stringify({ benchmark: queryCost.name, ...object }));
    }
  }
}
