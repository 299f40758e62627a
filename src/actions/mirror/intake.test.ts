import { describe, expect, it } from "vitest";
import type { StoredMirror } from "../../store/shadow.ts";
import type { ServedEvent } from "../serve/serve.ts";
import { openIntake } from "./intake.ts";

const NOON = Date.UTC(2026, 4, 3, 12);
const MIRROR = { id: "m", project: "shop", endpoint: null, share: 1, salt: "s", state: "running" } as StoredMirror;
const FACTS = { facts_id: "f1", spendPercentile: () => 0.5 };

interface Told {
  readonly origin?: string;
  readonly outcome?: string;
  readonly dialect?: string;
  readonly attempts?: number;
  readonly bytes?: number;
  readonly created_at?: number;
}

/** A served request, as far as anybody looks here. */
function served({
  origin = "live",
  outcome = "ok",
  dialect = "openai-chat",
  attempts = 1,
  bytes = 100,
  created_at = NOON,
}: Told = {}): ServedEvent {
  const made = Array.from({ length: attempts }, () => ({ outcome: { cost_usd: 0.1 } }));
  return {
    outcome,
    failure: null,
    latency_ms: 5,
    response: [new Uint8Array(bytes)],
    response_events: false,
    draft: {
      origin,
      request: { request_id: "r", created_at, dialect, body: new Uint8Array(10) },
      identity: { key: null, project: "shop", endpoint: null },
      endpoint: null,
      caller: { end_user: "ada", session: null, tags: [], metadata: {} },
      planned: { facts: FACTS },
      result: { attempts: made, answer: { target: "m:p", usage: null, failure: null } },
    },
  } as unknown as ServedEvent;
}

describe("the intake of mirrors", () => {
  it("takes live requests that a provider was asked for, with what their plan saw", () => {
    const intake = openIntake();
    intake.follow([MIRROR]);
    const others: readonly Told[] = [
      { origin: "replay" },
      { origin: "experiment" },
      { outcome: "cancelled" },
      { dialect: "embeddings" },
      { attempts: 0 },
    ];
    expect(others.map((told) => intake.observe(served(told)))).toEqual(others.map(() => false));
    expect([intake.observe(served()), intake.observe(served({ outcome: "failed" }))]).toEqual([true, true]);
    const { requests, facts } = intake.take();
    expect(facts).toEqual([FACTS]);
    expect(requests).toMatchObject([
      { mirror: "m", facts_id: "f1", spend_percentile: 0.5, primary: { target: "m:p", cost_usd: 0.1, failure: null } },
      { response: [] },
    ]);
    expect(intake.take().requests).toEqual([]);
  });

  it("has room for so many requests and bytes, and counts what there is none for", () => {
    const intake = openIntake({ requests: 3, bytes: 1_000 });
    intake.follow([MIRROR]);
    expect([1, 2, 3, 4].map(() => intake.observe(served()))).toEqual([true, true, true, false]);
    intake.over("m", 3, 330);
    expect(intake.observe(served({ bytes: 2_000 }))).toBe(false);
    expect(intake.observe(served())).toBe(true);
    expect(intake.notTaken().get("m")).toEqual({ dropped: 2, capped: 0 });
    intake.lose();
    expect(intake.notTaken().get("m")).toEqual({ dropped: 1, capped: 0 });
    expect(intake.take().requests).toEqual([]);
  });

  it("takes nothing on a day whose money is spent, and again the day after", () => {
    const intake = openIntake();
    intake.follow([MIRROR]);
    intake.capped("m", "2026-05-03");
    expect(intake.observe(served())).toBe(false);
    expect(intake.notTaken().get("m")).toEqual({ dropped: 0, capped: 1 });
    expect(intake.observe(served({ created_at: NOON + 86_400_000 }))).toBe(true);
  });
});
