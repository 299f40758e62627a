import { falling, weighted, type Chance } from "./chance.ts";

/** Made-up text of so many words, new each time. */
export type Prose = (words: number) => string;

const WORDS = 8_000;
const SYLLABLES =
  "an be ca der el fo gra hi in jo ken la mor ni or pre qua res sta ter un ver wo xi yo zen ing tion".split(" ");

/** A language of its own for each chance: some words often, most seldom, so that it packs about as text does. */
export function proseOf(chance: Chance): Prose {
  const vocabulary = Array.from({ length: WORDS }, (_, number) =>
    Array.from({ length: 1 + (number > 60 ? 1 : 0) + (chance.bits() % 3) }, () => {
      return SYLLABLES[chance.bits() % SYLLABLES.length]!;
    }).join(""),
  );
  const pick = weighted(falling(WORDS, 1));
  return (words) => {
    let text = "";
    let left = 0;
    for (let count = 0; count < words; count++) {
      const word = vocabulary[pick(chance)]!;
      if (left === 0) {
        text += `${text === "" ? "" : chance.next() < 0.15 ? ".\n\n" : ". "}${word[0]!.toUpperCase()}${word.slice(1)}`;
        left = 6 + (chance.bits() % 14);
      } else text += (left % 7 === 3 ? ", " : " ") + word;
      left--;
    }
    return `${text}.`;
  };
}

/** Around a median, log-normal. */
export function around(median: number, chance: Chance): number {
  return Math.max(3, Math.round(median * Math.exp(0.7 * chance.normal())));
}
