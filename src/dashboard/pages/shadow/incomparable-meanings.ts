import type { IncomparableReason } from "../../../shadow/comparison.ts";

/** Why a pair could not be compared, as a sentence. */
export const INCOMPARABLE_MEANINGS: Readonly<Record<IncomparableReason, string>> = {
  tool_schema_mismatch: "the sides were offered different tools, or another choice of them.",
  system_prompt_mismatch: "the sides were given different system prompts.",
  messages_mismatch: "the sides were sent different messages.",
  redacted_input: "a secret was taken out of what the shadow was sent, so it was not asked the same.",
  primary_error: "the primary gave no answer: rate limit, overload, timeout, broken connection or wrong key.",
  shadow_error: "the shadow gave no answer: rate limit, overload, timeout, broken connection or wrong key.",
  not_recorded: "the log that was played has no answer to this request.",
  unknown: "under the contract nothing can be told of one side, or what it was asked is not known.",
};
