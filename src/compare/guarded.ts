import type { AnswerDifference } from "./difference.ts";
import { GUARDS } from "./guards/index.ts";
import type { Guard } from "./guards/guard.ts";
import type { Likeness } from "./measures/measure.ts";

/** Below this many words one number or one "not" is the answer. */
const FEW_WORDS = 30;
/** Signs that are words by themselves, two of them about as much as one word; and words that are parted by spaces. */
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;

/**
 * A similarity of two texts and what it misses: where they differ in a number, a date, a currency, a negation, an address or a name of
 * code, they are at most `mild`, and `major` where the shorter has fewer than 30 words.
 */
export function guarded(similarity: number, original: string, replay: string): Likeness {
  if (original === replay) return { similarity, differences: [], atMost: "high" };
  const differences = GUARDS.flatMap((guard) => differenceOf(guard, original, replay) ?? []);
  if (differences.length === 0) return { similarity, differences, atMost: "high" };
  return {
    similarity,
    differences,
    atMost: wordsOf(original) < FEW_WORDS || wordsOf(replay) < FEW_WORDS ? "major" : "mild",
  };
}

function differenceOf({ kind, find, counted }: Guard, original: string, replay: string): AnswerDifference | null {
  const before = counts(find(original), counted);
  const after = counts(find(replay), counted);
  const missing = more(before, after);
  const extra = more(after, before);
  if (missing.length === 0 && extra.length === 0) return null;
  return { kind, path: "/text", original: missing, replay: extra };
}

function counts(things: readonly string[], counted: boolean): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const thing of things) found.set(thing, counted ? (found.get(thing) ?? 0) + 1 : 1);
  return found;
}

/** What one has more often than the other. */
function more(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): readonly string[] {
  return [...one].flatMap(([thing, count]) =>
    Array.from({ length: Math.max(0, count - (other.get(thing) ?? 0)) }, () => thing),
  );
}

function wordsOf(text: string): number {
  let words = 0;
  for (const [word] of text.matchAll(WORD)) {
    words += IDEOGRAPH.test(word) ? 0.5 : 1;
    if (words >= FEW_WORDS) break;
  }
  return words;
}
