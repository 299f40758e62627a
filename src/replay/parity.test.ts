import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestAsk } from "../core/ask.ts";
import { compilePolicy } from "../core/compile.ts";
import { hash64 } from "../core/dice.ts";
import { EVIDENCE } from "../core/evidence.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Plan, PlanNode } from "../core/plan.ts";
import { parsePolicy } from "../core/policy.ts";
import { project, type Projection, type UnknownAccept } from "../core/project.ts";
import { policyArbitrary } from "../testing/arbitraries.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { byColumns } from "./column-rows.fixtures.ts";
import type { Frame } from "./frame.ts";
import { logArbitrary } from "./log.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { surroundingsArbitrary } from "./surroundings.fixtures.ts";
import { findRow, rowFeatures } from "./one-row.ts";
import { makeKnowledge, type Surroundings } from "./knowledge/index.ts";
import { ASSUMED, HAPPENED, RECORDED } from "./lanes.ts";
import { makeWorkbench } from "./replay-policy.ts";
import { rowOutcomes } from "./row-outcomes.ts";
import { standsIn } from "./stand-ins.ts";
import { chooseWindow } from "./window.ts";

const TARGETS = ["a:one", "a:two", "b:one", "c:three"];
const ROWS_COMPARED = 24;

function did(projection: Projection, kind: string): boolean {
  return projection.attempts.some((attempt) => attempt.kind === kind);
}

/** An ensemble that is tried later: its attempts are members, only the columns say what the ensemble as a whole was. */
function joinsLater(node: PlanNode): boolean {
  if (!("children" in node)) return false;
  const later = node.node === "ensemble" ? [] : node.children.slice(1);
  const begins = (child: PlanNode): boolean =>
    child.node === "ensemble" || ("children" in child && begins(child.children[0]!));
  return later.some(begins) || node.children.some(joinsLater);
}

function near(value: number | null): unknown {
  return value === null ? Number.NaN : expect.closeTo(value, 9);
}

interface Case {
  readonly log: readonly Exchange[];
  readonly surroundings: Surroundings;
  readonly policy: unknown;
  readonly sample: number;
  readonly seed: string;
  readonly pricesAt: number | null;
  readonly unknownAccept: UnknownAccept;
  readonly segmentRows: number;
}

const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  log: logArbitrary(TARGETS),
  surroundings: surroundingsArbitrary(TARGETS),
  policy: policyArbitrary(TARGETS),
  sample: fc.constantFrom(5, 40, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  seed: fc.constantFrom("understudy", "another"),
  pricesAt: fc.constantFrom(null, null, Date.UTC(2026, 5, 1)),
  unknownAccept: fc.constantFrom("accept", "escalate"),
  segmentRows: fc.constantFrom(17, 64, 5_000),
});

interface Seen {
  rows: number;
  readonly plans: Set<string>;
  readonly kinds: Set<string>;
  unwell: number;
  drawn: number;
  unidentified: number;
  assumed: number;
}

/** Holds rows of a window, some two dozen of them, against planning and walking each on its own. */
function expectParity(given: Case, frame: Frame, seen: Seen): void {
  const { pricesAt, unknownAccept, surroundings } = given;
  const knowledge = makeKnowledge(frame, surroundings);
  const bench = makeWorkbench(knowledge);
  const compiled = compilePolicy(parsePolicy(given.policy), {
    known: TARGETS,
    resolve: (text) => text,
    capabilities: surroundings.capabilities,
    config: () => null,
  });
  const window = chooseWindow(frame, {}, { rows: given.sample, seed: given.seed });
  const fared = byColumns(compiled, window, bench, { pricesAt, unknownAccept });
  expect(fared.length).toBe(window.selection.rows);

  const byId = new Map(given.log.map((exchange) => [hash64(exchange.request_id).lo, exchange]));
  const every = Math.max(1, Math.floor(fared.length / ROWS_COMPARED));
  for (const column of fared.filter((_, index) => index % every === 0)) {
    const exchange = byId.get(column.id_lo)!;
    const row = findRow(frame, exchange.request_id)!;
    const facts = knowledge.factsAt(TARGETS, exchange.created_at);
    const features = rowFeatures(frame, row, exchange.request_id);
    const ask = requestAsk(features, facts);
    let assumed = false;
    const plan = compiled.plan((question) => {
      assumed ||= standsIn(question, features, knowledge);
      return ask(question);
    });
    expect(column.plan).toEqual(plan);

    const projection = project(plan, rowOutcomes(row, bench.baseline(row), knowledge, pricesAt), unknownAccept);
    const later = joinsLater(plan.node);
    const flag = (name: keyof typeof HAPPENED): boolean => (column.happened & HAPPENED[name]) !== 0;
    expect({
      code: column.code,
      target: column.target,
      elapsed: column.elapsed,
      cost: column.cost,
      fallback: later || flag("fallback"),
      step: later || flag("escalated"),
      retry: flag("retried"),
      identified: !flag("unidentified") && !flag("vote_unknown"),
    }).toEqual({
      code: projection.code,
      target: projection.answer?.target ?? null,
      elapsed: near(projection.latency_ms),
      cost: near(projection.cost_usd),
      fallback: later || did(projection, "fallback"),
      step: later || did(projection, "step"),
      retry: did(projection, "retry"),
      identified: projection.identified,
    });
    const known = projection.attempts.map(({ outcome }) => EVIDENCE.indexOf(outcome.evidence));
    const weakest = Math.max(RECORDED, ...known, ...(assumed ? [ASSUMED] : []));
    expect(EVIDENCE[column.costEvidence]).toBe(EVIDENCE[weakest]);
    if (assumed) expect(column.timeEvidence).toBeGreaterThanOrEqual(ASSUMED);
    if (flag("assumed_decision")) expect(assumed).toBe(true);
    note(seen, plan, projection);
    if (assumed) seen.assumed++;
  }
}

function note(seen: Seen, plan: Plan, { attempts, identified }: Projection): void {
  seen.rows++;
  seen.plans.add(plan.node.node);
  seen.unwell += plan.candidates.filter(({ reason }) => reason.includes("failing")).length;
  for (const { kind, outcome } of attempts) {
    seen.kinds.add(kind);
    if (outcome.evidence !== "recorded" && outcome.latency_ms !== null) seen.drawn++;
  }
  if (!identified) seen.unidentified++;
}

function nothingSeen(): Seen {
  return { rows: 0, plans: new Set(), kinds: new Set(), unwell: 0, drawn: 0, unidentified: 0, assumed: 0 };
}

describe("columns against one row at a time", () => {
  it("decide by the same plan and fare the same, on every row of any log under any policy", () => {
    const seen = nothingSeen();
    const property = fc.property(caseArbitrary, (given) =>
      expectParity(given, frameOf(given.log, given.segmentRows), seen),
    );
    fc.assert(property, { numRuns: 150 });
    // The same cases each time, so that what they must have touched can be said.
    fc.assert(property, { numRuns: 150, seed: 1 });
    expect([...seen.plans].toSorted()).toEqual(["attempt", "cascade", "ensemble", "fallback", "refuse"]);
    expect([...seen.kinds].toSorted()).toEqual(["fallback", "first", "member", "retry", "step"]);
    for (const count of [seen.unwell, seen.drawn, seen.unidentified, seen.assumed]) expect(count).toBeGreaterThan(20);
  }, 60_000);

  it.each([false, true])("do so over the columns of a real store (sealed: %s)", (sealed) => {
    const seen = nothingSeen();
    fc.assert(
      fc.property(caseArbitrary, (given) => {
        const folder = mkdtempSync(join(tmpdir(), "understudy-parity-"));
        const store = openSqliteStore(folder);
        try {
          store.traffic.append(given.log);
          if (sealed) store.traffic.seal();
          expectParity(given, store.traffic.frame(), seen);
        } finally {
          store.close();
          rmSync(folder, { recursive: true });
        }
      }),
      { numRuns: 12, seed: 1 },
    );
    expect(seen.rows).toBeGreaterThan(20);
  });
});
