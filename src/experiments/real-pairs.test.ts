import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { readAnswer } from "../core/answer/read-answer.ts";
import { tango } from "../stats/tango.ts";
import { definition, RUN } from "./pairs.fixtures.ts";
import type { PairRecord, PairSide } from "./pair.ts";
import type { ExperimentResult } from "./result.ts";
import { summarise } from "./summarise.ts";

const BFCL = "../shared/data/bfcl/litellm";
const BASELINE = "gpt-4o-2024-05-13";

interface Row {
  readonly id: string;
  readonly trace_id: string;
  readonly status: string;
  readonly model: string;
  readonly custom_llm_provider: string;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly response_time: number;
  readonly response_cost: number | null;
  readonly end_user: string;
  readonly response: unknown;
  readonly metadata: { readonly requester_metadata: { readonly bfcl_valid: boolean } };
}

function rows(model: string): readonly Row[] {
  return readFileSync(`${BFCL}/${model}.jsonl`, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);
}

function sideOf(row: Row): PairSide {
  const failed = row.status !== "success";
  return {
    request_id: row.id,
    target: `${row.model}:${row.custom_llm_provider}`,
    evidence: "recorded",
    failure: failed ? { class: "server", code: null, message: row.status } : null,
    input_tokens: row.prompt_tokens,
    output_tokens: row.completion_tokens,
    cost_usd: row.response_cost,
    latency_ms: row.response_time * 1000,
    ttft_ms: null,
    answer: failed ? null : readAnswer(row.response),
  };
}

function measured(candidate: string): ExperimentResult {
  const replays = new Map(rows(candidate).map((row) => [row.trace_id, row]));
  const valid = (row: Row): number => Number(row.metadata.requester_metadata.bfcl_valid);
  const records = rows(BASELINE).map((row, ordinal): PairRecord => {
    const replay = replays.get(row.trace_id);
    if (replay === undefined) throw new Error(`${candidate} has no ${row.trace_id}`);
    return {
      ordinal,
      result: {
        ordinal,
        request_id: row.id,
        created_at: ordinal,
        cluster: row.end_user,
        end_user: row.end_user,
        tags: [],
        prompt: null,
        original: sideOf(row),
        replay: sideOf(replay),
        control: null,
        cosine: { replay: null, control: null },
        output_limit: null,
        truncated_by_us: false,
        outcomes: { bfcl_valid: { original: valid(row), replay: valid(replay) } },
      },
    };
  });
  return summarise(records, definition(records.length, { primary: { metric: "bfcl_valid", margin: 0.05 } }), RUN);
}

describe("1,700 real tool-calling requests", () => {
  beforeEach(({ skip }) => skip(!existsSync(BFCL), `${BFCL} is missing`));

  test.each([
    ["gpt-4o-mini-2024-07-18", 0.12813],
    ["claude-3-5-sonnet-20240620", 8.077362],
  ] as const)("%s costs %d USD", (candidate, cost) => {
    const { candidate: side, differences, outcomes, similarity, frame } = measured(candidate);
    const [valid] = outcomes;
    process.stdout.write(
      `${candidate}: ${JSON.stringify({ cost: side.cost_usd, saving: differences.cost.saving, valid, agreement: similarity.agreement_pct })}\n`,
    );
    expect(side.cost_usd).toBeCloseTo(cost, 6);
    expect(side.evidence).toBe("recorded");
    expect(frame.counted).toBe(1700);
    expect(valid).toMatchObject({ name: "bfcl_valid", n: 1700, unknown: 0 });
    const { wins, losses, ties, n, delta } = valid ?? { wins: 0, losses: 0, ties: 0, n: 0, delta: null };
    expect(wins + losses + ties).toBe(1700);
    const { lower, upper } = tango(wins, losses, n);
    expect(delta?.ci_95).toEqual({ lower, upper });
  });
});
