import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SimulationResult } from "../replay/result.ts";
import { cardOf, failed, rowOf, simulated, surroundingsOf } from "../replay/simulated.fixtures.ts";
import { CONTENT_POLICY } from "./page.ts";
import { simulationReport } from "./simulation-report.ts";

const BIG = "gpt-4o:openai";
const SMALL = "gpt-4o-mini:openai";
const PRICED = surroundingsOf({ [BIG]: cardOf(2.5, 10), [SMALL]: cardOf(0.15, 0.6) });
const HEAD = { created_at: Date.UTC(2026, 3, 20), written_at: Date.UTC(2026, 3, 21), version: "0.1.0" };
const HOSTILE = `</title></style></pre><script>alert("1")</script><img src=x onerror='alert(2)'>`;

const log = Array.from({ length: 700 }, (_, number) =>
  rowOf(number, BIG, {
    created_at: Date.UTC(2026, 3, 10) + number * 1_000_000,
    ...(number % 100 === 0 ? failed("rate_limit") : {}),
  }),
);
const assumed = simulated({ strategy: "single", model: SMALL }, log, PRICED);
const written = (result: SimulationResult): string => simulationReport(result, HEAD);

/** The text of a page as a reader sees it. */
function text(document: string): string {
  return document
    .replace(/<style>[^]*?<\/style>/u, "")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");
}

describe("the report of a routing-only experiment", () => {
  it("says what it would have cost, with evidence, interval and range", () => {
    const read = text(written(assumed));
    expect(read).toContain("They cost $0.693 recorded and would have cost $0.0147 assumed");
    expect(read).toMatch(/a saving of 9\d\.\d% \(95%: 9\d\.\d% to 9\d\.\d%\)/u);
    expect(read).toContain("What it does to the answers is not known unidentified");
    expect(read).toContain("7 of 700: 1.00%");
  });

  it("tells what a pilot called and what it says, and both kinds of doubt", () => {
    const pilot = {
      run: "plt_1",
      state: "completed",
      reason: null,
      targets: [SMALL],
      requests: 700,
      drawn: 50,
      calls: 50,
      n: 49,
      failed: 1,
      truncated_by_us: 0,
      spent_usd: 0.0011,
      reserved_usd: 0,
      cap_usd: 0.5,
      plain_usd: 0.0147,
      ratio: { estimate: 1.1, ci_95: { lower: 1, upper: 1.2 } },
      cost_usd: { estimate: 0.0162, ci_95: { lower: 0.0147, upper: 0.0176 } },
      evidence: "projected",
      estimand: "window",
      method: "made up",
      left_out: {},
    } as const;
    const refining = {
      cost_usd_90: { lower: 0.014, upper: 0.018 },
      saving_90: { lower: 0.972, upper: 0.98 },
      draws: 500,
      estimand: "future",
      method: "made up",
    } as const;
    const candidate = { ...assumed.candidate, cost_ci_95: { lower: 0.0145, upper: 0.0178 } };
    const read = text(written({ ...assumed, candidate, pilot, refining }));
    expect(read).toContain("routing only: with a pilot of 50 calls");
    expect(read).toContain("95%: $0.0145 to $0.0178");
    expect(read).toContain(
      `49 calls measured of ${SMALL} , $0.00110 spent of $0.500: $0.0162 (95%: $0.0147 to $0.0176)`,
    );
    expect(read).toContain("saving 97.2% to 98.0% for requests like these");
    expect(text(written(assumed))).toContain("routing only: nothing was called");
  });

  it("answers the five steps, and never with a quality number", () => {
    const document = written(assumed);
    const steps = [...document.matchAll(/<h3>(\d)\. ([^<]+)<\/h3>\s*<p><span class="badge (\w+)">/gu)];
    expect(steps.map(([, number, question, state]) => [number, question, state])).toEqual([
      ["1", "Is the sample representative?", "yes"],
      ["2", "What are cost and latency in total?", "yes"],
      ["3", "How are the quality scores distributed?", "open"],
      ["4", "What do the lowest-scoring pairs look like?", "open"],
      ["5", "Switch?", "open"],
    ]);
    expect(text(document)).toContain("Quality is unidentified in a routing-only experiment: no number is printed.");
  });

  it("says so where the sample is small, the window short, or the candidate dearer", () => {
    const few = simulated({ strategy: "single", model: BIG }, log.slice(0, 40), {
      ...surroundingsOf({ [SMALL]: cardOf(0.15, 0.6), [BIG]: cardOf(2.5, 10) }),
    });
    expect(text(written(few))).toContain("no 40 requests: 500 to 1,000 are usually enough, these are fewer.");
    const dear = simulated(
      { strategy: "single", model: SMALL },
      log,
      surroundingsOf({ [BIG]: cardOf(1, 1), [SMALL]: cardOf(30, 60) }),
    );
    expect(text(written(dear))).toMatch(/5\. Switch\? no Not on these numbers/u);
  });

  it("shows what is not known as not known, and never as 0", () => {
    const unpriced = simulated({ strategy: "single", model: SMALL }, log, surroundingsOf({ [BIG]: cardOf(2.5, 10) }));
    const read = text(written(unpriced));
    expect(read).toContain("What these requests would have cost cannot be told unidentified");
    expect(read).toContain(`No price known for ${SMALL}`);
    expect(read.replace("are null, not 0", "")).not.toMatch(/\$0\.00 |NaN|undefined|null|\[object/u);
  });

  it("keeps whatever was logged as text", () => {
    const hostile: SimulationResult = {
      ...assumed,
      id: HOSTILE,
      policy: { ...assumed.policy, name: HOSTILE, data: { strategy: HOSTILE } },
      route_distribution: { [HOSTILE]: 1 },
      cost_distribution: { [HOSTILE]: 1 },
      arms: { [HOSTILE]: assumed },
      notes: [HOSTILE],
      unreplayable: { [HOSTILE]: 3 },
      unpriced: { ...assumed.unpriced, targets: [HOSTILE] },
      outliers: {
        cost_usd: assumed.outliers.cost_usd.map((row) => ({ ...row, request_id: HOSTILE, target: HOSTILE })),
        latency_ms: [],
      },
      token_ratios: [
        {
          baseline: HOSTILE,
          candidate: HOSTILE,
          input: 1,
          output: 1,
          input_ci_95: { lower: null, upper: null },
          output_ci_95: { lower: null, upper: null },
          pairs: 1,
          learnt_from: null,
          evidence: "assumed",
        },
      ],
    };
    const document = written(hostile);
    expect(document).not.toMatch(/<script|<img|onerror='/iu);
    expect(document.match(/<\/title>|<\/style>/gu)).toHaveLength(2);
    expect(document.split("&lt;script&gt;").length).toBeGreaterThan(10);
  });

  it("asks nobody for anything and needs no exception from a strict content policy", () => {
    const document = written(assumed);
    expect(document).not.toMatch(/<(?:script|link|img|iframe|object|embed|form|base)\b/iu);
    expect(document).not.toMatch(/\b(?:src|srcset|style|on\w+)=|url\(|@import|https?:/iu);
    const [, style = ""] = /<style>([^]*)<\/style>/u.exec(document) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(CONTENT_POLICY).toContain(`style-src 'sha256-${hash}'`);
    expect(document).toContain(hash.replaceAll("'", "&#39;"));
  });
});
