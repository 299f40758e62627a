import * as z from "zod";
import { filledText } from "./filled-text.ts";
import { strictObject } from "../core/strict-object.ts";
import { NON_REPRODUCIBLE, type Allowance, type NonReproducible } from "./pack.ts";

/** One word for the three ways in which a request is not the one that was recorded. */
const CONTEXT_VARIANCE = "context_variance";
const VARIANTS: ReadonlySet<NonReproducible> = new Set([
  "SCHEMA_DRIFT",
  "NON_DETERMINISTIC_INPUT",
  "MISSING_PREREQUISITES",
]);

const DAY = 86_400_000;

/** `nr-allowlist.json`: cases that may say nothing, for a while. */
export const allowlistSchema = z.array(
  strictObject({
    contract_path: filledText.describe("Of the contract, relative to the pack: contracts/get_weather.yaml"),
    reason_code: z
      .enum([...NON_REPRODUCIBLE, CONTEXT_VARIANCE])
      .describe("What is allowed; context_variance stands for the three written in capitals"),
    owner: filledText.describe("Who answers for it"),
    expiry_date: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d$/u, "expected a day, YYYY-MM-DD")
      .refine((day) => isDay(day), "there is no such day")
      .describe("The last day on which it holds, UTC"),
    rationale: filledText.describe("Why"),
  }),
);

function isDay(text: string): boolean {
  const start = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(text);
}

/** Whether an entry is over: it holds to the end of its day, UTC. @param now ms since the epoch */
export function isExpired(allowance: Allowance, now: number): boolean {
  return now >= Date.parse(`${allowance.expiry_date}T00:00:00Z`) + DAY;
}

/**
 * The entry that allows a contract's case to say nothing for this reason; one that still holds before one that is over.
 * @param file of the contract, relative to the pack
 */
export function allowanceFor(
  allowances: readonly Allowance[],
  { file, reason }: { readonly file: string; readonly reason: NonReproducible },
  now: number,
): Allowance | null {
  const fitting = allowances.filter(
    ({ contract_path, reason_code }) =>
      contract_path === file && (reason_code === reason || (reason_code === CONTEXT_VARIANCE && VARIANTS.has(reason))),
  );
  return fitting.find((allowance) => !isExpired(allowance, now)) ?? fitting[0] ?? null;
}
