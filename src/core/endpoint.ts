import * as z from "zod";

/** A guardrail rule as written: `kind` names the guardrail, its own options stand beside. */
const guardrailRule = z.looseObject({
  kind: z.string().min(1),
  name: z.string().min(1).optional(),
  action: z.enum(["block", "flag", "redact"]),
});

/** What a client calls: everything an endpoint version holds. Unknown keys are errors. */
export const endpointSchema = z.strictObject({
  description: z.string().optional(),
  /** Put before whatever instructions the client sends. */
  system_prompt: z.string().min(1).optional(),
  /** `model:provider`, a policy, or nothing: then the attachment decides. */
  policy: z.unknown().optional(),
  guardrails: z
    .strictObject({ input: z.array(guardrailRule).default([]), output: z.array(guardrailRule).default([]) })
    .partial()
    .optional(),
  /** A JSON Schema every answer has to match. */
  response_schema: z.strictObject({ name: z.string().min(1), schema: z.record(z.string(), z.unknown()) }).optional(),
  /** Parameters taken where the client gives none. */
  defaults: z
    .strictObject({
      temperature: z.number(),
      top_p: z.number(),
      max_tokens: z.int().positive(),
      seed: z.int(),
      stop: z.array(z.string()),
      reasoning_effort: z.string(),
    })
    .partial()
    .optional(),
  rate_limit: z
    .strictObject({ requests: z.int().positive(), per_seconds: z.number().positive().default(60) })
    .optional(),
  /** Whether requests of one session are grouped and counted. */
  sessions: z.boolean().optional(),
});

export type EndpointDefinition = z.infer<typeof endpointSchema>;
export type GuardrailRule = z.infer<typeof guardrailRule>;
