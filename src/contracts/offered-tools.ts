import type { AnswerToolCall } from "../core/answer/answer.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import type { JsonObject } from "../core/json.ts";
import { newDraft } from "../core/neutral/draft.ts";
import type { NeutralTool } from "../core/neutral/neutral.ts";
import { readTools } from "../core/neutral/tools.ts";
import type { Finding } from "./finding.ts";
import { misfit } from "./misfit.ts";
import { listText, shortText } from "./short-text.ts";
import { failed, passed } from "./told.ts";

/**
 * Whether each call of an answer could be run at all: its arguments are JSON, the request offers its tool, and the arguments fit the tool's schema.
 * A request that offers no tool says nothing of names, and a schema nobody can judge says nothing of arguments. No finding where nothing was called.
 */
export function checkCalls(calls: readonly AnswerToolCall[], request: JsonObject): readonly Finding[] {
  if (calls.length === 0) return [];
  const tools = readTools(request, false, newDraft(sha256Hex));
  const wrong = calls.flatMap((call, index) => checkCall(call, index, tools) ?? []);
  if (wrong.length > 0) return wrong;
  const names = calls.map(({ name }) => name);
  return [
    passed("tool_calls", { expected: null, found: names, message: `${listText(names)}: could be run as called` }),
  ];
}

function checkCall(call: AnswerToolCall, index: number, tools: readonly NeutralTool[]): Finding | null {
  const place = ["tool_calls", index] as const;
  if (!call.parses) {
    return failed("tool_calls", "malformed_arguments", {
      path: [...place, "arguments"],
      expected: "JSON",
      found: call.arguments,
      message: `expected the arguments of ${call.name} to be JSON; found ${shortText(call.arguments)}`,
    });
  }
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) {
    // A hosted tool's calls may go by names that the request does not list.
    if (tools.length === 0 || tools.some((offered) => offered["hosted"] !== undefined)) return null;
    const names = tools.map(({ name }) => name);
    return failed("tool_calls", "wrong_tool", {
      path: [...place, "name"],
      expected: names,
      found: call.name,
      message: `expected a tool that the request offers (${listText(names)}); found ${shortText(call.name)}`,
    });
  }
  if (tool.parameters === null) return null;
  const wrong = misfit(call.arguments, tool.parameters, [...place, "arguments"]);
  return wrong === null ? null : failed("tool_calls", "schema_violation", wrong);
}
