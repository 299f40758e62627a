import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Answer } from "../core/answer/answer.ts";
import { readAnswer } from "../core/answer/read-answer.ts";
import { bucketOf, compareAnswers, MEASURES, type Bucket } from "./index.ts";

const BFCL = "../shared/data/bfcl/litellm";
const ARENA = "../shared/data/arena_hard/model_answer";

/** What both sources have of their own. */
interface Line {
  readonly trace_id: string;
  readonly uid: string;
  readonly response: unknown;
  readonly metadata: { readonly requester_metadata: { readonly bfcl_valid: boolean } };
  readonly messages: readonly { readonly content: { readonly answer: string } }[];
}

function lines(file: string): readonly Line[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** By the constants of the measure that the pair is of. */
function bucket(original: Answer | null, replay: Answer | null): { measure: string | null; bucket: Bucket | null } {
  const { measure, similarity, atMost } = compareAnswers(original, replay);
  const thresholds = MEASURES.find(({ name }) => name === measure)?.thresholds;
  if (thresholds === undefined || similarity === null) return { measure, bucket: atMost };
  return { measure, bucket: bucketOf(similarity, thresholds, atMost ?? "high") };
}

test("tool calls of two models: those that are alike are right and wrong together", ({ skip }) => {
  if (!existsSync(BFCL)) return skip(`${BFCL} is missing`);
  const other = new Map(lines(`${BFCL}/gpt-4o-mini-2024-07-18.jsonl`).map((row) => [row.trace_id, row]));
  const together: Record<string, { n: number; same: number }> = {};
  const measures: Record<string, number> = {};
  for (const row of lines(`${BFCL}/gpt-4o-2024-05-13.jsonl`)) {
    const partner = other.get(row.trace_id);
    const { measure, bucket: found } = bucket(readAnswer(row.response), readAnswer(partner?.response));
    const valid = (one: Line | undefined) => one?.metadata.requester_metadata.bfcl_valid;
    const tally = (together[found ?? "none"] ??= { n: 0, same: 0 });
    tally.n += 1;
    if (valid(row) === valid(partner)) tally.same += 1;
    measures[measure ?? "none"] = (measures[measure ?? "none"] ?? 0) + 1;
  }
  process.stdout.write(`BFCL gpt-4o and gpt-4o-mini: ${JSON.stringify({ measures, together })}\n`);
  const share = (name: string): number => (together[name]?.same ?? 0) / (together[name]?.n ?? 1);
  expect(Object.values(together).reduce((sum, { n }) => sum + n, 0)).toBe(1700);
  expect(measures["tool_calls"]).toBeGreaterThan(1000);
  expect(share("high")).toBeGreaterThan(0.97);
  expect(share("high")).toBeGreaterThan(share("mild"));
  expect(share("mild")).toBeGreaterThan(share("major"));
}, 30_000);

test("free texts of two models: nearer to each other than to answers of other questions", ({ skip }) => {
  if (!existsSync(ARENA)) return skip(`${ARENA} is missing`);
  const answers = (model: string): readonly Answer[] =>
    lines(`${ARENA}/${model}.jsonl`)
      .toSorted((a, b) => (a.uid < b.uid ? -1 : 1))
      .map(({ messages }) => ({
        text: messages.at(-1)?.content.answer ?? null,
        tool_calls: [],
        refused: false,
        finish_reason: "stop",
        mean_logprob: null,
      }));
  const [old, newer] = [answers("gpt-4-0314"), answers("gpt-4-0613")];
  const own = old.map((answer, at) => compareAnswers(answer, newer[at] ?? null));
  const crossed = old.map(
    (answer, at) => compareAnswers(answer, newer[(at + 1) % newer.length] ?? null).similarity ?? 1,
  );
  const threshold = crossed.toSorted((a, b) => a - b)[Math.floor(crossed.length * 0.95)] ?? 1;
  const above = own.filter(({ similarity }) => (similarity ?? 0) > threshold).length;
  process.stdout.write(
    `arena_hard: ${above} of ${own.length} above the 95th percentile of crossed pairs, ${threshold.toFixed(3)}\n`,
  );
  expect(own.length).toBe(500);
  expect(above / own.length).toBeGreaterThan(0.6);
  expect(own.filter(({ differences }) => differences.some(({ kind }) => kind === "number")).length).toBeGreaterThan(
    100,
  );
}, 60_000);
