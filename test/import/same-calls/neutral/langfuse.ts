import { inclusive, usageOf, type NeutralCall } from "./call.ts";
import type { Difference } from "./format.ts";
import { withoutMembers } from "./row.ts";
import { aliased, both, effortWanted, speaks } from "./which.ts";

/** What Langfuse's wrappers of OpenAI's clients tell in another way. */
export const wrapperDifferences: readonly Difference[] = [
  {
    calls: aliased,
    columns: ["model_requested"],
    instead: (row) => ({ model_requested: row.model ?? "" }),
    because: "an observation has one model, in the end the one that answered",
  },
  {
    calls: speaks("chat"),
    columns: ["signals"],
    instead: ({ signals }) => ({
      signals: { ...signals, finish_reason: signals.tool_calls === true ? signals.finish_reason : null },
    }),
    because: "the wrapper logs the message of a chat completion without the reason that it ended for",
  },
  {
    calls: both(speaks("chat"), effortWanted),
    columns: ["request_hash"],
    instead: (_, call) => withoutMembers(call, ["reasoning_effort", "max_completion_tokens"]),
    because: "the wrapper logs neither reasoning_effort nor max_completion_tokens",
  },
];

/** OpenAI's counts as Langfuse has them: details are taken out of what they are part of. */
export function countsApart(call: NeutralCall): object {
  const usage = usageOf(call);
  if (usage === null) return {};
  return {
    input: usage.input_uncached,
    output: usage.output,
    total: inclusive(usage).total,
    input_cached_tokens: usage.cache_read,
    output_reasoning_tokens: usage.reasoning,
  };
}
