import type { Detector, Match } from "./guardrail.ts";

/** One kind of thing by its pattern; `holds` throws out what only looks like it. */
export interface Pattern {
  readonly kind: string;
  /** Global, and linear: no quantifier within a quantifier. */
  readonly pattern: RegExp;
  readonly holds?: (text: string) => boolean;
}

/** Finds everything that some patterns describe. */
export function patternDetector(patterns: readonly Pattern[]): Detector {
  return {
    find(text) {
      const matches: Match[] = [];
      for (const { kind, pattern, holds } of patterns) {
        for (const found of text.matchAll(pattern)) {
          if (holds === undefined || holds(found[0])) {
            matches.push({ start: found.index, end: found.index + found[0].length, kind });
          }
        }
      }
      return matches;
    },
  };
}
