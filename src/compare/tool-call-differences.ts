import type { AnswerToolCall } from "../core/answer/answer.ts";
import { compareJson, type JsonDifference } from "./json-differences.ts";

/** A difference between the tool calls of two answers; `path` is a JSON pointer into the list of calls of the original (`extra_call`: of the replay). */
export type ToolCallDifference =
  | { readonly kind: "missing_call" | "extra_call"; readonly path: string; readonly name: string }
  | { readonly kind: "other_name"; readonly path: string; readonly original: string; readonly replay: string }
  | { readonly kind: "order"; readonly path: string; readonly original: number; readonly replay: number }
  | (Omit<JsonDifference, "kind"> & { readonly kind: `argument_${JsonDifference["kind"]}` });

/** Tool calls held against each other: the mean over calls of their arguments' likeness, 0 for a call without a partner. */
export interface ToolCallComparison {
  readonly similarity: number;
  /** Another name or another number of calls: major whatever the similarity. */
  readonly structural: boolean;
  readonly differences: readonly ToolCallDifference[];
}

/** Pairs calls of one name in the order they stand; ids and the order of arguments are ignored. Two empty lists are equal. */
export function compareToolCalls(
  original: readonly AnswerToolCall[],
  replay: readonly AnswerToolCall[],
): ToolCallComparison {
  const differences: ToolCallDifference[] = [];
  const left = new Set(replay.keys());
  const alone: number[] = [];
  let sum = 0;
  let lastPartner = -1;
  for (const [index, call] of original.entries()) {
    const partner = [...left].find((at) => replay[at]?.name === call.name);
    if (partner === undefined) {
      alone.push(index);
      continue;
    }
    left.delete(partner);
    if (partner < lastPartner) differences.push({ kind: "order", path: `/${index}`, original: index, replay: partner });
    lastPartner = Math.max(lastPartner, partner);
    const compared = compareJson(call.arguments, replay[partner]?.arguments);
    sum += compared.similarity;
    for (const one of compared.differences) {
      differences.push({ ...one, kind: `argument_${one.kind}`, path: `/${index}/arguments${one.path}` });
    }
  }
  for (const index of alone) {
    const name = original[index]?.name ?? "";
    const other = replay[index]?.name;
    if (other !== undefined && left.delete(index)) {
      differences.push({ kind: "other_name", path: `/${index}`, original: name, replay: other });
    } else differences.push({ kind: "missing_call", path: `/${index}`, name });
  }
  for (const index of left)
    differences.push({ kind: "extra_call", path: `/${index}`, name: replay[index]?.name ?? "" });
  const calls = Math.max(original.length, replay.length);
  return {
    similarity: calls === 0 ? 1 : sum / calls,
    structural: alone.length > 0 || left.size > 0,
    differences,
  };
}
