import type { AnswerDifference } from "../difference.ts";
import { compareToolCalls, type ToolCallDifference } from "../tool-call-differences.ts";
import type { Measure } from "./measure.ts";

/** Tool calls by name, order and arguments; another name or number of calls is major, another order never high. */
export const toolCalls: Measure = {
  name: "tool_calls",
  summary: "names, order and arguments of tool calls",
  thresholds: { high: 1, mild: 0.8 },
  calibrates: false,
  compare({ original, replay }) {
    if (original.tool_calls.length === 0 && replay.tool_calls.length === 0) return null;
    const { similarity, structural, differences } = compareToolCalls(original.tool_calls, replay.tool_calls);
    return {
      similarity,
      differences: differences.map(located),
      atMost: structural ? "major" : differences.length > 0 ? "mild" : "high",
    };
  },
};

function located(difference: ToolCallDifference): AnswerDifference {
  const path = `/tool_calls${difference.path}`;
  switch (difference.kind) {
    case "missing_call":
      return { kind: "missing_call", path, original: difference.name };
    case "extra_call":
      return { kind: "extra_call", path, replay: difference.name };
    default:
      return { ...difference, path };
  }
}
