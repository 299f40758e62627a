import * as z from "zod";
import type { Signals } from "./outcome.ts";
import type { Accept } from "./plan.ts";
import { targetText } from "./target-text.ts";

const finishReason = z.string().meta({ title: "Reason", examples: ["stop", "length", "tool_calls", "content_filter"] });

/** What a policy file may say of accepting an answer; at least one key. */
export const acceptSchema = z
  .strictObject({
    finish_reason: z
      .union([z.string().transform((one) => [one]), z.array(finishReason).min(1)])
      .optional()
      .meta({
        title: "Finish reason",
        description: "Ended in one of these ways, in OpenAI's words.",
      }),
    min_output_tokens: z.int().positive().optional().meta({
      title: "Tokens at least",
      description: "Has at least so many visible tokens.",
    }),
    not_refusal: z.literal(true).optional().meta({ title: "No refusal", description: "Does not refuse." }),
    json_schema: z.literal(true).optional().meta({
      title: "Fits its schema",
      description: "Is JSON and fits the schema that the request asked for.",
    }),
    tool_calls: z.enum(["present", "valid"]).optional().meta({
      title: "Tool calls",
      description: "Calls a tool; or calls tools, all with arguments that fit their schemas.",
    }),
    min_mean_logprob: z.number().max(0).optional().meta({
      title: "Mean log probability at least",
      description: "Its tokens are as sure as this, 0 at most. A target known to give none is an error.",
    }),
    self_reported: z
      .strictObject({
        pointer: z
          .string()
          .regex(/^(\/.*)?$/)
          .meta({ title: "JSON pointer", description: "Where the number stands.", examples: ["/confidence"] }),
        min: z.number().meta({ title: "At least" }),
      })
      .optional()
      .meta({ title: "Self-report", description: "Its JSON holds a number of at least so much." }),
    judge: z
      .strictObject({
        target: targetText("Judging model", "Who is asked, one more call for each answer."),
        criterion: z.string().min(1).meta({ title: "Criterion", description: "What makes an answer good." }),
        min: z.number().min(0).max(1).meta({ title: "Score at least", description: "From 0 to 1." }),
      })
      .optional()
      .meta({ title: "Judge", description: "A judge gives it at least so much by this criterion." }),
  })
  .refine((accept) => Object.keys(accept).length > 0, "expected at least one signal to accept on")
  .meta({
    title: "Accept",
    description: "What an answer must show, all of what is named; else the next step is asked.",
  });

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
