import { readAnswer } from "../../core/answer/read-answer.ts";
import { isObject } from "../../core/json.ts";
import type { Send } from "../../core/send.ts";
import { target as targetOf } from "../../core/target.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import type { Store } from "../../store/control.ts";
import type { Asked, AskedAnswer, Asking } from "../asking/ask-target.ts";
import { checkLive } from "../check/run-check.ts";
import { checkAnswer } from "../check/run-live.ts";
import { runShadow } from "../shadow/run-shadow.ts";
import { keepShadowRun } from "../shadow-runs/keep-shadow-run.ts";
import { samplePack } from "./sample-pack.ts";

/** Whom the mock plays, and whose place the other would take. */
const PRIMARY = "gpt-4o";
const SHADOW = "gpt-4o-mini";
/** The provider that really answers. */
const MOCK = "mock";
/** Where the prices and manners of a played model stand. */
const PLAYED = "openai";
const CASES = 120;
const MARGIN = 0.05;

export interface SampleShadow {
  /** Project of the sample rows. */
  readonly project: string;
  readonly send: Send<Readonly<Record<string, unknown>>>;
  /** ms since the epoch. */
  readonly now: number;
  /** A UUIDv7. */
  readonly newId: () => string;
}

/**
 * Records one shadow run over requests of the sample week, primary and shadow both played by the mock, so that there is one to look at. Once:
 * where the project has a run, it stays.
 * @returns the run's id; null where there was one
 */
export async function sampleShadow(store: Store, { project, send, now, newId }: SampleShadow): Promise<string | null> {
  const { control, traffic } = store;
  if (control.shadows.shadowRuns({ project }, 1).length > 0) return null;
  const rows = traffic.list({ project, model: `${PRIMARY}:${PLAYED}` }, CASES);
  const pack = samplePack(rows.flatMap(({ request_id }) => traffic.get(request_id) ?? []));
  const asking = played(send);
  const stopped = new AbortController().signal;
  const clock = (): number => now;
  const request = {
    pack,
    provider: MOCK,
    model: PRIMARY,
    only: [],
    most: null,
    repeat: 1,
    concurrency: 8,
    timeout_ms: null,
    retry_cap: 0,
    notes: [],
  };
  const { captured } = await checkLive(request, { asking, judge: null, signal: stopped, onProgress() {} }, clock);
  const id = `shr_${newId()}`;
  const [primary, candidate] = [targetOf(PRIMARY, MOCK), targetOf(SHADOW, MOCK)];
  await runShadow(
    {
      primary: asking,
      shadow: asking,
      shadowTarget: candidate,
      // Sample requests hold no secrets.
      gate: (body) => ({ body, found: [] }),
      // The mock never changes its mind.
      askAgain: { primary: false, shadow: false },
      neverNormalize: [],
      check: (unit, answered) => checkAnswer({ settle: null, signal: stopped }, unit, answered),
      now: clock,
      concurrency: 8,
      deadline_ms: 60_000,
      stopped,
      margin: MARGIN,
      runId: id,
      judgeCost: () => 0,
      notes: () => [],
      onPair() {},
      async persist({ summary, comparisons }) {
        keepShadowRun(
          { control },
          {
            id,
            origin: "cli",
            created_at: now,
            finished_at: now,
            project,
            endpoint: null,
            mirror: null,
            pack: { name: pack.name, hash: pack.hash },
            primary,
            candidate,
            repeat: 1,
            source: {},
            summary,
          },
          comparisons,
        );
        return id;
      },
    },
    captured,
  );
  return id;
}

/** Asks the mock for the model that it is to play. */
function played(send: SampleShadow["send"]): Asking {
  return {
    async ask({ target, request }: Asked): Promise<AskedAnswer> {
      const model = target.slice(0, target.lastIndexOf(":"));
      const { stream: _, ...body } = request;
      const call = {
        target: targetOf(model, PLAYED),
        kind: "first",
        try: 1,
        patch: { model },
        deadline_ms: null,
      } as const;
      const outcome = await send(body, call, new AbortController().signal);
      const response = outcome.ok && isObject(outcome.response) ? outcome.response : null;
      return {
        answer: readAnswer(response),
        failure: outcome.failure,
        response,
        latency_ms: outcome.latency_ms,
        cost_usd: outcome.cost_usd,
        input_tokens: outcome.usage === null ? null : inputTokens(outcome.usage),
        output_tokens: outcome.usage === null ? null : outputTokens(outcome.usage),
        played: null,
        tries: 1,
        dropped: [],
      };
    },
    close: async () => {},
  };
}
