import { expect, test } from "vitest";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import { summariseShadow } from "../../shadow/summarise-shadow.ts";
import { COMPARISON, INCOMPARABLE, LOSS, RUN } from "../../store/shadow.fixtures.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { listShadowPairs, showShadowPair } from "./shadow-pairs.ts";

/** 70 contracts of a pack, each a pair. */
const clean = Array.from({ length: 70 }, (_, index) => ({ ...COMPARISON, contract: `c${index}` }));

function storeOf(runs: readonly (readonly [Partial<StoredShadowRun>, readonly ShadowComparison[]])[]) {
  const { control } = temporaryStore();
  for (const [index, [changes, pairs]] of runs.entries())
    control.shadows.putShadowRun({ ...RUN, id: `shr_${index}`, created_at: index, ...changes }, pairs);
  return { control, hash: (text: string) => Buffer.from(text).toString("hex").padEnd(16, "0") };
}

test("a pair of targets is judged over all pairs of its runs, trials of a contract together", async () => {
  const parts = storeOf([
    [{}, clean.slice(0, 40)],
    [{}, clean.slice(30)],
    [{ candidate: "other:x" }, [LOSS]],
    [{ project: null }, clean],
  ]);
  const { pairs, verdicts } = await listShadowPairs(parts, { project: "shop" }, null);
  expect(verdicts).toEqual({ needs_review: 1, needs_better_evidence: 0, changed_but_passing: 0, clean: 1 });
  expect(pairs).toMatchObject([
    { candidate: "other:x", runs: 1, last_run: "shr_2", summary: { verdict: "needs_review" } },
    { candidate: RUN.candidate, runs: 2, last_run: "shr_1", truncated: false },
  ]);
  expect(pairs[1]?.summary).toEqual(summariseShadow([...clean.slice(0, 40), ...clean.slice(30)]));
  // Each run alone has too few pairs for any verdict.
  expect(summariseShadow(clean.slice(30)).verdict).toBe("needs_better_evidence");
  expect(pairs[1]?.summary).toMatchObject({ verdict: "clean", comparable_n: 80 });
  expect(pairs[1]?.summary.interval?.method).toMatch(/^tango_clustered/u);
  const reviewed = await listShadowPairs(parts, { project: "shop" }, "needs_review");
  expect(reviewed).toEqual({ pairs: [pairs[0]], verdicts });
  expect((await listShadowPairs(parts, { project: "shop", from: 2 }, "clean")).pairs).toEqual([]);
});

test("one of them has its contracts and its runs; runs of other projects are not among them", () => {
  const parts = storeOf([
    [{}, [COMPARISON, INCOMPARABLE]],
    [{ project: null }, [LOSS]],
    [{ endpoint: "support" }, [LOSS]],
    [{}, [LOSS]],
  ]);
  const id = (project: string | null) =>
    `shp_${parts.hash(JSON.stringify([RUN.primary, RUN.candidate, project, null])).slice(0, 16)}`;
  const { pair, contracts, runs } = showShadowPair(parts, id("shop"), {});
  expect(runs.map((run) => run.id)).toEqual(["shr_3", "shr_0"]);
  expect(pair).toMatchObject({
    runs: 2,
    summary: { comparable_n: 2, would_fail: 1, incomparable: { shadow_error: 1 } },
  });
  expect(contracts).toMatchObject([
    { contract: "refund", losses: 1, both_pass: 1 },
    { contract: "escalate", incomparable_n: 1 },
  ]);
  expect(() => showShadowPair(parts, id("shop"), { from: 9 })).toThrow("no shadow run of the window");
});

test("of very many pairs the newest are judged, and that is said", async () => {
  const many = Array.from({ length: 10_001 }, (_, index) => ({ ...COMPARISON, contract: null, at: index }));
  const parts = storeOf([[{}, [{ ...LOSS, at: -1 }, ...many]]]);
  const [pair] = (await listShadowPairs(parts, {}, null)).pairs;
  expect(pair).toMatchObject({ truncated: true, summary: { comparable_n: 10_000, would_fail: 0 } });
});
