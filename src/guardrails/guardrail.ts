import type * as z from "zod";

export type GuardrailAction = "block" | "flag" | "redact";

/** A match in a text: `[start, end)` in UTF-16 units. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** What kind of thing it is, such as `email` or `aws_access_key`: never the thing itself. */
  readonly kind: string;
}

/** Looks through texts; compiled once from a rule's options. Linear in the length of the text. */
export interface Detector {
  find(text: string): readonly Match[];
  /** Judges a whole body instead of its texts (length, JSON schema): what is wrong, or null. */
  judge?(texts: readonly string[]): string | null;
}

/** A kind of guardrail. Adding one is one file and one line in `index.ts`. */
export interface GuardrailDefinition<Options = unknown> {
  readonly kind: string;
  readonly summary: string;
  /** Options beside `kind`, `name` and `action`. */
  readonly options: z.ZodType<Options>;
  /** Actions that make sense for it. */
  readonly actions: readonly GuardrailAction[];
  compile(options: Options): Detector;
}
