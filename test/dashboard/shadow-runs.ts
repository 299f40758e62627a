import { pairOf } from "../../src/shadow/pairs.fixtures.ts";
import type { ShadowComparison } from "../../src/shadow/comparison.ts";
import { summariseShadow } from "../../src/shadow/summarise-shadow.ts";
import { INCOMPARABLE, LOSS, RUN, SIDE } from "../../src/store/shadow.fixtures.ts";
import type { Running } from "../gateway/running.ts";

const answer = (text: string | null, calls: readonly object[] = []) => ({
  text,
  tool_calls: calls,
  refused: false,
  finish_reason: calls.length === 0 ? "stop" : "tool_calls",
  mean_logprob: null,
});

/** Text that a page must show as text. */
export const HOSTILE =
  "<img src=x onerror=\"document.title='taken'\"> I would have to ask my manager about that refund.";

const lost: ShadowComparison = {
  ...LOSS,
  differences: [
    { kind: "missing_call", path: "/tool_calls/0", original: { name: "refund", arguments: { order: "A-17" } } },
    { kind: "number", path: "/text", original: "17", replay: "71" },
  ],
  primary: {
    ...SIDE,
    answer: answer("I refund order 17.", [{ name: "refund", arguments: { order: "A-17" }, parses: true }]),
  },
  shadow: { ...SIDE, target: "claude-sonnet-4-6:anthropic", answer: answer(HOSTILE) },
};

const passing = (count: number, differs = false): readonly ShadowComparison[] =>
  Array.from({ length: count }, (_, at) => ({
    ...pairOf("both_pass", { contract: `greets-${String(at).padStart(2, "0")}` }),
    differs,
    differences: differs ? [{ kind: "value" as const, path: "/text/city", original: "Bern", replay: "Basel" }] : [],
  }));

interface PushedRun {
  readonly number: number;
  readonly candidate: string;
  readonly comparisons: readonly ShadowComparison[];
  readonly hoursAgo: number;
}

/** A run of each verdict, and an old one. */
const RUNS: readonly PushedRun[] = [
  {
    number: 1,
    candidate: RUN.candidate,
    hoursAgo: 30,
    comparisons: [lost, INCOMPARABLE, ...passing(20), pairOf("flaky", { contract: "flaky-one" })],
  },
  { number: 2, candidate: "gpt-4o:openai", hoursAgo: 20, comparisons: passing(80) },
  { number: 3, candidate: "mistral-large:mistral", hoursAgo: 10, comparisons: passing(80, true) },
  { number: 4, candidate: "gemini-flash:log", hoursAgo: 5, comparisons: passing(4) },
  { number: 5, candidate: "old-model:openai", hoursAgo: 24 * 20, comparisons: passing(70) },
];

export const runId = (number: number): string => `shr_019a0000-0000-7000-8000-${String(number).padStart(12, "0")}`;

/** Stores shadow runs in a gateway, as CI pushes them. */
export async function pushShadowRuns(gateway: Running): Promise<void> {
  const now = Date.now();
  for (const { number, candidate, comparisons, hoursAgo } of RUNS) {
    const created = now - hoursAgo * 3_600_000;
    const dated = comparisons.map((one, at) => ({ ...one, at: created + at }));
    const run = {
      ...RUN,
      id: runId(number),
      candidate,
      project: null,
      created_at: created,
      finished_at: created + 90_000,
      source: { commit: "f00dbeef", branch: "main" },
      summary: summariseShadow(dated),
    };
    const { status, body } = await gateway.api("POST", "/api/shadow-runs", { run, comparisons: dated });
    if (status !== 201) throw new Error(JSON.stringify(body));
  }
}
