import type * as z from "zod";
import { OperatorError } from "../core/errors.ts";
import { issueText } from "../core/issue-text.ts";
import type { Rate, RateCard, RateSpan } from "../core/rates.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { jsonErrorLine } from "./json-line.ts";
import { type Entry, entrySchema, fileSchema, type tierSchema } from "./user-file-schema.ts";

/** What the user's file says of one target; it replaces what the library knows of it. */
export interface UserPrice {
  /** Null where the file names the target without a price. */
  readonly card: RateCard | null;
  /** In tokens. */
  readonly contextWindow: number | null;
}

type Path = readonly PropertyKey[];

/**
 * Reads a price file (docs/reference/prices.md) into cards in USD per token.
 * Any mistake is `prices_invalid` with the file and the line or field.
 */
export function parsePriceFile(text: string, file: string): ReadonlyMap<Target, UserPrice> {
  const { targets } = check(fileSchema, parseJson(text, file), file, []);
  return new Map(
    Object.entries(targets).map(([target, value]) => {
      const path = ["targets", target];
      if (splitTarget(target) === null)
        throw invalid(`"${target}" is not a target, expected "model:provider"`, file, path);
      return [target, userPrice(value, file, path)] as const;
    }),
  );
}

function userPrice(value: unknown, file: string, path: Path): UserPrice {
  if (Array.isArray(value) && value.length === 0) throw invalid("expected at least one entry", file, path);
  const entries = Array.isArray(value)
    ? value.map((entry, index) => check(entrySchema, entry, file, [...path, index]))
    : [check(entrySchema, value, file, path)];
  const spans = entries.flatMap((entry) => spanOf(entry) ?? []).sort((a, b) => a.from - b.from);
  for (const [index, span] of spans.entries()) {
    if (span.from === spans[index - 1]?.from)
      throw invalid("two prices begin at the same date: give each its own `from`", file, path);
  }
  return {
    card: spans.length === 0 ? null : { spans, source: "user" },
    contextWindow: entries.findLast((entry) => entry.context_window !== undefined)?.context_window ?? null,
  };
}

function spanOf(entry: Entry): RateSpan | null {
  const { input_per_mtok, output_per_mtok, from, tiers = [] } = entry;
  if (input_per_mtok === undefined || output_per_mtok === undefined) return null;
  const higher = [...tiers].sort((a, b) => a.from_input_tokens - b.from_input_tokens);
  return {
    from: from === undefined ? -Infinity : Date.parse(from),
    tiers: [{ ...entry, input_per_mtok, output_per_mtok, from_input_tokens: 0 }, ...higher].map((tier) => ({
      from_input_tokens: tier.from_input_tokens,
      ...rateOf(tier),
    })),
  };
}

function rateOf(tier: z.infer<typeof tierSchema>): Rate {
  return {
    input: tier.input_per_mtok / 1e6,
    cache_read: (tier.cache_read_per_mtok ?? tier.input_per_mtok) / 1e6,
    cache_write: (tier.cache_write_per_mtok ?? tier.input_per_mtok) / 1e6,
    output: tier.output_per_mtok / 1e6,
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const line = jsonErrorLine(text, error as Error);
    throw new OperatorError("prices_invalid", `not JSON: ${(error as Error).message}`, { file, line });
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, file: string, path: Path): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
  throw invalid(issueText(issue), file, [...path, ...issue.path, ...keys.slice(0, 1)]);
}

function invalid(message: string, file: string, path: Path): OperatorError {
  const field = path.map((key) => (typeof key === "number" ? `[${key}]` : `["${String(key)}"]`)).join("");
  return new OperatorError("prices_invalid", message, { file, field: `$${field.replace(/\["(\w+)"\]/g, ".$1")}` });
}
