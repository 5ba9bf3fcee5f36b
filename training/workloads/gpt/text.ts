import { createRandom, type Random } from '#training/random.ts';

/** Symbol `i` is the character `alphabet[i]`. */
export const alphabet = 'abcdefghijklmnopqrstuvwxyz .';

const consonants = 'bcdfghjklmnprstvwz';
const vowels = 'aeiou';
const wordCount = 64;
const sentenceEnd = 1 / 8;

/**
 * Synthetic text: 64 made-up words, each followed by one of its four successors with the odds
 * 4 : 2 : 1 : 1, now and then a full stop. Spelling, word order and the odds can all be learned;
 * what stays uncertain is 2.3 bits a word.
 */
export function makeText(seed: number, length: number): Int32Array<ArrayBuffer> {
  const random = createRandom(seed, 'gpt text');
  const words = makeWords(random);
  const successors = words.map(() => Array.from({ length: 4 }, () => random.integer(wordCount)));
  const symbols = new Int32Array(length);
  let [filled, word] = [0, 0];
  while (filled < length) {
    const stop = random.uniform() < sentenceEnd ? '.' : '';
    for (const character of `${words[word] ?? ''}${stop} `) {
      if (filled < length) symbols[filled++] = alphabet.indexOf(character);
    }
    word = successors[word]?.[chooseSuccessor(random)] ?? 0;
  }
  return symbols;
}

/** 0 half of the time, 1 a quarter, 2 and 3 an eighth each. */
function chooseSuccessor(random: Random): number {
  return [0, 0, 0, 0, 1, 1, 2, 3][random.integer(8)] ?? 0;
}

function makeWords(random: Random): string[] {
  const words = new Set<string>();
  while (words.size < wordCount) {
    const syllables = Array.from({ length: 1 + random.integer(3) }, () => makeSyllable(random));
    words.add(syllables.join(''));
  }
  return [...words];
}

function makeSyllable(random: Random): string {
  return consonants.charAt(random.integer(18)) + vowels.charAt(random.integer(5));
}
