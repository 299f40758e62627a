import * as z from "zod";
import type { Signals } from "./outcome.ts";
import type { Accept } from "./plan.ts";

/** What a policy file may say of accepting an answer; at least one key. */
export const acceptSchema = z
  .strictObject({
    finish_reason: z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]).optional(),
    min_output_tokens: z.int().positive().optional(),
    not_refusal: z.literal(true).optional(),
    json_schema: z.literal(true).optional(),
    tool_calls: z.enum(["present", "valid"]).optional(),
    min_mean_logprob: z.number().max(0).optional(),
    self_reported: z.strictObject({ pointer: z.string().regex(/^(\/.*)?$/), min: z.number() }).optional(),
    judge: z
      .strictObject({ target: z.string().min(1), criterion: z.string().min(1), min: z.number().min(0).max(1) })
      .optional(),
  })
  .refine((accept) => Object.keys(accept).length > 0, "expected at least one signal to accept on");

/** Null where a wanted signal is not known. */
function both(...known: (boolean | null)[]): boolean | null {
  return known.includes(false) ? false : known.includes(null) ? null : true;
}

/**
 * Whether the signals of an answer satisfy `accept`: true, false, or null where they cannot tell.
 * `self_reported` and `judge` need the answer itself or one more call: null here.
 */
export function acceptsSignals(accept: Accept, signals: Signals | null): boolean | null {
  const wanted: (boolean | null)[] = [];
  const check = (value: unknown, holds: (known: Signals) => boolean | null): void => {
    if (value !== undefined) wanted.push(signals === null ? null : holds(signals));
  };
  check(accept.finish_reason, ({ finish_reason }) =>
    finish_reason === null ? null : (accept.finish_reason as readonly string[]).includes(finish_reason),
  );
  check(accept.min_output_tokens, ({ output_tokens }) =>
    output_tokens === null ? null : output_tokens >= (accept.min_output_tokens as number),
  );
  check(accept.not_refusal, ({ refusal }) => (refusal === null ? null : !refusal));
  check(accept.json_schema, ({ json_schema }) => json_schema);
  check(accept.tool_calls, ({ tool_calls, tool_calls_valid }) =>
    accept.tool_calls === "present" ? tool_calls : both(tool_calls, tool_calls_valid),
  );
  check(accept.min_mean_logprob, ({ mean_logprob }) =>
    mean_logprob === null ? null : mean_logprob >= (accept.min_mean_logprob as number),
  );
  if (accept.self_reported !== undefined || accept.judge !== undefined) wanted.push(null);
  return both(...wanted);
}
