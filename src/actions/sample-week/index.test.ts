import { beforeAll, describe, expect, it } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import { priceBook } from "../../prices/index.ts";
import { mock } from "../../providers/mock.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import { sampleWeek } from "./index.ts";

const NOW = Date.UTC(2026, 3, 15, 12);
const DAY_MS = 86_400_000;
const PRICES = priceBook();

function week(seed: string, rows?: number, clock = NOW): Promise<readonly Exchange[]> {
  const send = mock.connect({ runtime: liveRuntime(() => clock), cost: () => null });
  return sampleWeek({ now: NOW, seed, send, priceBook: PRICES, ...(rows === undefined ? {} : { rows }) });
}

function share(rows: readonly Exchange[], holds: (row: Exchange) => boolean): number {
  return rows.filter(holds).length / rows.length;
}

let rows: readonly Exchange[] = [];

beforeAll(async () => {
  rows = await week("test");
});

describe("the sample week", () => {
  it("is the same for the same seed and instant, whatever the clock of the provider, and another for another seed", async () => {
    const [once, again, other] = await Promise.all([week("a", 50), week("a", 50, 12_345_678), week("b", 50)]);
    expect(again).toEqual(once);
    expect(other[0]?.request_body).not.toBe(once[0]?.request_body);
  });

  it("has 6,000 rows in the seven days before now, in order of time, under ids of their own", () => {
    expect(rows).toHaveLength(6_000);
    const times = rows.map((row) => row.created_at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(NOW - 7 * DAY_MS);
    expect(times.at(-1)).toBeLessThan(NOW);
    expect(new Set(rows.map((row) => row.request_id)).size).toBe(6_000);
    for (const { request_id } of rows.slice(0, 200))
      expect(request_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("says that it is sample data, which no retention prunes", () => {
    expect(new Set(rows.map((row) => row.source))).toEqual(new Set(["sample"]));
    expect(new Set(rows.map((row) => row.project))).toEqual(new Set(["sample"]));
    expect(new Set(rows.map((row) => row.origin))).toEqual(new Set(["import"]));
    expect(rows.every((row) => row.end_user?.startsWith("sample-user-"))).toBe(true);
  });

  it("is busier by day than by night and on weekdays than at the weekend", () => {
    const hour = (row: Exchange): number => new Date(row.created_at).getUTCHours();
    const weekend = (row: Exchange): boolean => [0, 6].includes(new Date(row.created_at).getUTCDay());
    expect(share(rows, (row) => hour(row) >= 9 && hour(row) < 18)).toBeGreaterThan(0.6);
    expect(share(rows, (row) => hour(row) < 5)).toBeLessThan(0.1);
    expect(share(rows, weekend)).toBeLessThan(0.22);
  });

  it("comes mostly from few of its 120 end users", () => {
    const used = new Map<string, number>();
    for (const row of rows) used.set(row.end_user as string, (used.get(row.end_user as string) ?? 0) + 1);
    const most = [...used.values()].toSorted((a, b) => b - a);
    expect(most.length).toBeGreaterThan(100);
    expect(most.slice(0, 12).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3_000);
  });

  it("was served by one model mostly, and a cheaper one has been seen often enough to know it", () => {
    expect(share(rows, (row) => row.model === "gpt-4o")).toBeGreaterThan(0.8);
    for (const endpoint of ["triage", "summarise", "extract"]) {
      const seen = rows.filter(
        (row) => row.endpoint === endpoint && row.model === "gpt-4o-mini" && row.status === "ok",
      );
      expect(seen.length).toBeGreaterThanOrEqual(72);
    }
  });

  it("holds the same requests answered by both, for every endpoint, so that lengths can be compared", () => {
    for (const endpoint of ["triage", "summarise", "extract"]) {
      const answered = (model: string): ReadonlySet<string | null> =>
        new Set(rows.filter((row) => row.endpoint === endpoint && row.model === model).map((row) => row.request_hash));
      const cheaper = rows.filter((row) => row.endpoint === endpoint && row.model === "gpt-4o-mini");
      expect(cheaper.filter((row) => answered("gpt-4o").has(row.request_hash)).length).toBeGreaterThanOrEqual(30);
    }
  });

  it("holds tools, schemas and streams with the signals and hashes that belong to them", () => {
    const ok = rows.filter((row) => row.status === "ok");
    const triage = ok.filter((row) => row.endpoint === "triage");
    const extract = ok.filter((row) => row.endpoint === "extract");
    const streamed = ok.filter((row) => row.stream);
    expect(triage.every((row) => row.needs.tools)).toBe(true);
    expect(share(triage, (row) => row.signals.tool_calls_valid === true)).toBeGreaterThan(0.95);
    expect(triage.some((row) => row.signals.tool_calls_valid === false)).toBe(true);
    expect(extract.every((row) => row.needs.json_schema)).toBe(true);
    expect(extract.some((row) => row.signals.json_schema === false)).toBe(true);
    expect(streamed.length).toBeGreaterThan(1_000);
    for (const row of streamed) expect(row.ttft_ms).toBeLessThan(row.latency_ms as number);
    for (const row of rows) {
      expect(row.replayability).toBe("exact");
      expect(row.request_hash).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it("has failures, and a cost on every answer", () => {
    const failed = rows.filter((row) => row.status === "failed");
    expect(failed.length).toBeGreaterThan(10);
    expect(failed.length).toBeLessThan(120);
    expect(new Set(failed.map((row) => row.failure?.class)).size).toBeGreaterThan(1);
    for (const row of rows.filter(({ status }) => status === "ok")) {
      expect(row.cost_logged).toBeGreaterThan(0);
      expect(row.cost_list).toBe(row.cost_logged);
      expect(row.price_version).toBe(PRICES.version);
    }
  });
});
