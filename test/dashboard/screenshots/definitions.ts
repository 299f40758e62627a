import { BROKEN_MODEL } from "./played-models.ts";

/** The demo's policy, changed once. */
export const CHEAPER = {
  strategy: "custom_rules",
  rules: [
    { name: "by night", when: { tags: "batch" }, then: "claude-haiku-4-5:anthropic" },
    {
      name: "long meetings",
      when: { $and: [{ endpoint: "summarise" }, { input_tokens: { $gt: 800 } }] },
      then: "gpt-4o:openai",
    },
  ],
  default: { strategy: "cost_optimized", allow: ["gpt-4o-mini:openai", "claude-haiku-4-5:anthropic"] },
};

/** Two versions of one config. */
export const FALLBACK = [
  { strategy: "fallback_chain", targets: [`${BROKEN_MODEL}:openai`, "gpt-4o:openai"] },
  { strategy: "fallback_chain", targets: [`${BROKEN_MODEL}:openai`, "gpt-4o-mini:openai", "gpt-4o:openai"] },
] as const;

export const CASCADE = {
  strategy: "cascade",
  steps: ["gpt-4o-mini:openai", "gpt-4o:openai"],
  accept: { tool_calls: "valid" },
};

export const SPLIT = {
  strategy: "ab_test",
  split: [
    { name: "as before", weight: 9, policy: { strategy: "single", model: "gpt-4o:openai" } },
    { name: "candidate", weight: 1, policy: CASCADE },
  ],
};

/** Two versions of one endpoint. */
export const SUPPORT = {
  description: "Answers what customers of the web shop write.",
  system_prompt: "You answer customers of a web shop.\nBe kind. Say what happens next and when.",
  policy: "gpt-4o:openai",
  sessions: true,
  defaults: { temperature: 0.2, max_tokens: 400 },
};
export const BRIEF = {
  ...SUPPORT,
  system_prompt:
    "You answer customers of a web shop.\nBe kind and brief: three sentences. Say what happens next and when.",
  guardrails: {
    input: [{ kind: "max_length", action: "block", characters: 2_000 }],
    output: [{ kind: "pii", action: "redact" }],
  },
  rate_limit: { requests: 600, per_seconds: 60 },
};

export const EXTRACT = {
  description: "Invoices as JSON.",
  system_prompt: "Extract the invoice as JSON.",
  policy: CASCADE,
  response_schema: {
    name: "invoice",
    schema: {
      type: "object",
      properties: { supplier: { type: "string" }, total_cents: { type: "integer" }, overdue: { type: "boolean" } },
      required: ["supplier", "total_cents", "overdue"],
      additionalProperties: false,
    },
  },
};

/** Whoever asks for this one is not answered. */
export const OLD = { description: "The model of two years ago.", policy: `${BROKEN_MODEL}:openai` };
