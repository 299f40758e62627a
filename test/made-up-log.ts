import { writeFileSync } from "node:fs";

/** One made-up call, in the native format; what is not said is the same for all. */
export interface MadeUpCall {
  readonly id: string;
  /** Days before now. */
  readonly daysAgo: number;
  /** `model:provider` that served it. */
  readonly target?: string;
  /** Of the prompt; equal texts make equal requests. */
  readonly text?: string;
  readonly input?: number;
  readonly output?: number;
  readonly latency_ms?: number;
  readonly failed?: boolean;
  /** Columns of the native format, as they stand there. */
  readonly columns?: Readonly<Record<string, unknown>>;
}

const DAY_MS = 86_400_000;

/** Writes calls as native JSONL. */
export function writeMadeUpLog(file: string, calls: readonly MadeUpCall[], now = Date.now()): void {
  writeFileSync(file, calls.map((call) => `${JSON.stringify(recordOf(call, now))}\n`).join(""));
}

function recordOf(call: MadeUpCall, now: number): object {
  const { id, daysAgo, target = "gpt-4o:openai", text = `question ${id}`, input = 1000, output = 100 } = call;
  const [model, provider] = target.split(":");
  const usage = { input_uncached: input, cache_read: 0, cache_write: 0, output, reasoning: 0 };
  const failure = { class: "server", code: "500", message: "made up" };
  return {
    created_at: new Date(now - daysAgo * DAY_MS).toISOString(),
    source_id: id,
    model,
    provider,
    ...(call.failed === true ? { failure, usage: null } : { usage }),
    latency_ms: call.latency_ms ?? 1000,
    request: { model, messages: [{ role: "user", content: text }] },
    response: call.failed === true ? null : answerOf(input, output),
    ...call.columns,
  };
}

function answerOf(input: number, output: number): object {
  return {
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Made up." } }],
    usage: { prompt_tokens: input, completion_tokens: output },
  };
}
