import type { Evidence } from "../core/evidence.ts";

/** A part of a result that a sentence points to. */
export type ResultPart = "pairs" | "outliers";

/** What a sentence for readers is made of, whatever it is shown on. */
export type Word =
  | string
  /** Text out of the log, or a name that somebody gave. */
  | { readonly logged: string }
  /** What the number before it stands on; `n` is null where the sentence says on how many. */
  | { readonly evidence: Evidence; readonly n: number | null }
  | { readonly part: ResultPart; readonly text: string };

export type Phrase = readonly Word[];

/** A sentence; text that is put into it by itself is this program's own. */
export function phrase(strings: TemplateStringsArray, ...words: readonly (Word | number | Phrase)[]): Phrase {
  const all = strings.flatMap((text, at): readonly Word[] => {
    const word = words[at] ?? "";
    return [text, ...(typeof word === "number" ? [String(word)] : isPhrase(word) ? word : [word])];
  });
  return all.filter((word) => word !== "");
}

function isPhrase(word: Word | Phrase): word is Phrase {
  return Array.isArray(word);
}

export function logged(text: string): Word {
  return { logged: text };
}

/** What a number stands on, and on how many. */
export function standsOn({ evidence, n = null }: { readonly evidence: Evidence; readonly n?: number | null }): Word {
  return { evidence, n };
}
