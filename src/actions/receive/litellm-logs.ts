import type { Inlet, InletAnswer } from "./inlet.ts";

const JSON_TYPES = new Set(["", "application/json", "application/x-ndjson", "application/ndjson", "application/jsonl"]);

/** LiteLLM's `generic_api` callback: StandardLoggingPayloads as a JSON array, one a line (under whatever type), or one alone. */
export const litellmLogs: Inlet = {
  path: "/v1/logs/litellm",
  importer: "litellm-standard",
  read: async (body, type) => (JSON_TYPES.has(type) ? valuesOf(body.toString()) : null),
  answer: async ({ rows, others, rejected, problem }) => answered({ accepted: rows, others, rejected, problem }),
  refuse: async ({ code, message }) => answered({ error: { code, message } }),
};

function valuesOf(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2) throw error;
    return lines.map((line) => JSON.parse(line) as unknown);
  }
}

function answered(document: object): InletAnswer {
  return { type: "application/json", body: JSON.stringify(document) };
}
