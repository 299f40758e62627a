import { textOf, type JsonObject } from "../../core/json.ts";
import type { ImportedRecord } from "../importer.ts";

/** Call types about things that are kept: tools of MCP, batches, files, vector stores, jobs, assistants, items of a response. */
const OF_THINGS = /(?:^|_)a?(?:mcp|batch(?:es)?|files?|stores?|jobs?|items|assistants)(?:_|$)/u;

/** A row that is no call of a model, of those that LiteLLM logs like one; null where it is one. */
export function litellmOther(record: JsonObject): ImportedRecord | null {
  const callType = textOf(record["call_type"]);
  return callType !== null && OF_THINGS.test(callType) ? { kind: "other", what: callType } : null;
}
