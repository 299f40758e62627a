import type { DifferenceKind } from "../difference.ts";

/** Small things that change what a text says and hardly change how alike it looks. */
export interface Guard {
  readonly kind: DifferenceKind;
  /** The things of its kind in a text, each in one spelling. */
  find(text: string): readonly string[];
  /** Whether it matters how often a thing stands there. */
  readonly counted: boolean;
}
