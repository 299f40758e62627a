import { expect, it } from "vitest";
import { openDayRuns } from "../../src/actions/mirror/day-runs.ts";
import type { ShadowComparison } from "../../src/shadow/comparison.ts";
import { temporaryStore } from "../../src/store/sqlite/temporary.fixtures.ts";
import type { StoredMirror } from "../../src/store/shadow.ts";
import { uuid7 } from "../../src/uuid7.ts";

const NOON = Date.UTC(2026, 4, 3, 12);
const DAY_MS = 86_400_000;
const MIRROR: StoredMirror = {
  id: "mir_1",
  project: "default",
  endpoint: "support",
  policy: { strategy: "single", model: "gpt-4o:openai" },
  candidate: "gpt-4o:openai",
  share: 1,
  salt: "s",
  max_usd_per_day: 1,
  timeout_ms: 1_000,
  concurrency: 1,
  contracts: [],
  pack: null,
  state: "running",
  created_at: NOON,
  actor: "test",
};

function pair(differs: boolean): ShadowComparison {
  const side = {
    target: "m:p",
    request_id: null,
    failure: null,
    latency_ms: 10,
    cost_usd: 0.25,
    input_tokens: 1,
    output_tokens: 1,
    answer: { text: "a long answer" },
  };
  return {
    contract: null,
    case: null,
    trial: 1,
    at: NOON,
    comparable: true,
    incomparable_reason: null,
    redacted: false,
    result: "both_pass",
    critical_loss: false,
    differs,
    differences: [],
    steps: [],
    primary: side,
    shadow: side,
  };
}

function runsOver(store: ReturnType<typeof temporaryStore>, clock: { now: number }, ended: string[] = []) {
  let made = 0;
  return openDayRuns(() => MIRROR, {
    shadows: store.control.shadows,
    now: () => clock.now,
    newId: () => uuid7(clock.now, new Uint8Array(10).fill(++made)),
    onEnded: (run) => void ended.push(run),
  });
}

it("keeps the pairs of a UTC day in one run, across restarts, and ends it with the day", () => {
  const store = temporaryStore();
  const { shadows } = store.control;
  const clock = { now: NOON };
  const runs = runsOver(store, clock);
  for (let at = 0; at < 120; at++) runs.add(pair(at % 4 === 0));
  runs.store();
  const [today] = shadows.shadowRuns({ mirror: MIRROR.id }, 9);
  expect(today).toMatchObject({ primary: "endpoint:default/support", candidate: "gpt-4o:openai", finished_at: null });
  expect(today?.summary).toMatchObject({ comparable_n: 120, differs: 30, cost_usd: { primary: 30, shadow: 30 } });
  const ended: string[] = [];
  const again = runsOver(store, clock, ended);
  again.add(pair(true));
  again.store();
  expect(shadows.shadowRuns({ mirror: MIRROR.id }, 9)).toHaveLength(1);
  expect(shadows.shadowRun(today?.id ?? "")?.summary).toMatchObject({ comparable_n: 121, differs: 31 });
  expect(shadows.shadowComparisons(today?.id ?? "", {}, 500)).toHaveLength(121);
  clock.now += DAY_MS;
  again.add(pair(false));
  again.store();
  const [tomorrow, before] = shadows.shadowRuns({ mirror: MIRROR.id }, 9);
  expect(ended).toEqual([today?.id]);
  expect(before).toMatchObject({ id: today?.id, finished_at: clock.now, summary: { comparable_n: 121 } });
  expect(tomorrow).toMatchObject({ finished_at: null, summary: { comparable_n: 1 } });
});

it("begins another run where somebody removed the one that goes on", () => {
  const store = temporaryStore();
  const { shadows } = store.control;
  const runs = runsOver(store, { now: NOON });
  runs.add(pair(true));
  runs.store();
  const [first] = shadows.shadowRuns({}, 1);
  shadows.removeShadowRun(first?.id ?? "");
  runs.add(pair(false));
  runs.store();
  expect(shadows.shadowRuns({}, 9)).toMatchObject([{ summary: { comparable_n: 1, differs: 0 } }]);
});

it("loses nothing while the store takes nothing, up to a limit", () => {
  const store = temporaryStore();
  const { shadows } = store.control;
  let full = true;
  const runs = openDayRuns(() => MIRROR, {
    shadows: {
      ...shadows,
      appendShadow(...given) {
        if (full) throw new Error("database is locked");
        shadows.appendShadow(...given);
      },
    },
    now: () => NOON,
    newId: () => uuid7(NOON, new Uint8Array(10)),
    onEnded() {},
  });
  const taken = Array.from({ length: 2_100 }, () => runs.add(pair(false)));
  expect(taken.filter(Boolean)).toHaveLength(2_000);
  expect(() => runs.store()).toThrow("locked");
  full = false;
  runs.store();
  expect(shadows.shadowRuns({}, 9)).toMatchObject([{ summary: { comparable_n: 2_000 } }]);
});
