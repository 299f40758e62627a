import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { learn, type Learnt } from "./actions/facts/learnt.ts";
import { UNKNOWN_CAPABILITIES } from "./core/facts.ts";
import type { RateCard } from "./core/rates.ts";
import { startLearning, type LearningParts } from "./gateway-learning.ts";
import { sampleExchange } from "./store/exchange.fixtures.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";

const NOW = Date.UTC(2026, 4, 4, 12);
const CARD: RateCard = {
  source: "user",
  spans: [
    {
      from: Number.NEGATIVE_INFINITY,
      tiers: [{ from_input_tokens: 0, input: 1e-6, cache_read: 1e-7, cache_write: 1e-6, output: 2e-6 }],
    },
  ],
};

describe("learning from the log beside serving", () => {
  let folder = "";
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "understudy-learning-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const parts = (learnt: Learnt[], troubles: string[], nothingYet = false): LearningParts => ({
    folder,
    priceVersion: "2026-05-01",
    qualityOutcome: "helpful",
    rates: (target) => (target === "gpt-4o:openai" ? CARD : null),
    capabilities: () => UNKNOWN_CAPABILITIES,
    now: () => NOW,
    nothingYet,
    onLearnt: (one) => void learnt.push(one),
    onTrouble: (message) => void troubles.push(message),
  });

  it("comes to what the same rows teach in this thread", async () => {
    const store = openSqliteStore(folder);
    store.traffic.append(
      Array.from({ length: 60 }, (_, index) =>
        sampleExchange(index, {
          request_id: `r${index}`,
          source_id: null,
          origin: "live",
          created_at: NOW - index * 60_000,
          model: "gpt-4o",
          provider: "openai",
          end_user: `user-${index % 5}`,
        }),
      ),
    );
    store.traffic.putOutcomes([{ request_id: "r0", name: "helpful", value: 0.5, source: "us" }]);
    const told: Learnt[] = [];
    const troubles: string[] = [];
    const asked = parts(told, troubles);
    const learning = startLearning(asked);
    await learning.begun(20_000);
    await learning.stop();
    expect(troubles).toEqual([]);
    expect(told).toEqual([learn({ ...asked, traffic: store.traffic }, NOW)]);
    expect(told[0]?.quality["gpt-4o:openai"]?.score).toBe(0.5);
    expect(told[0]?.recent["gpt-4o:openai"]?.length).toBeGreaterThan(0);
    store.close();
  });

  it("says what it could not do, and ends when told to", async () => {
    const troubles: string[] = [];
    const learning = startLearning(parts([], troubles));
    await learning.begun(20_000);
    await learning.stop();
    expect(troubles).toEqual([expect.stringContaining("There is no store")]);
  });

  it("starts no thread where there is nothing yet", async () => {
    const told: Learnt[] = [];
    const learning = startLearning(parts(told, [], true));
    await learning.begun(20_000);
    await learning.stop();
    expect(told).toEqual([]);
  });
});
