import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attachConfig } from "../../src/actions/attachments.ts";
import { listWatches } from "../../src/actions/promote/watch/list-watches.ts";
import { startWatch } from "../../src/actions/promote/watch/start-watch.ts";
import { watching, type WatchAlarm, type Watching } from "../../src/actions/promote/watch/watching.ts";
import type { ServedEvent } from "../../src/actions/serve/serve.ts";
import type { Store } from "../../src/store/control.ts";
import type { StoredPromotion, WatchLimits } from "../../src/store/promotions.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { remove } from "../gateway/running.ts";

const ARM = "sim_1_candidate";
const NONE = { config: null, version: null, endpoint_version: null };
const NO_LIMITS: WatchLimits = { max_error_rate: null, max_p95_ms: null, max_cost_per_request_usd: null };
const POLICY = { strategy: "single", model: "gpt-4o:openai" };

let folder: string;
let store: Store;
let time: number;
let ids: number;
let alarms: WatchAlarm[];
let ended: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-watching-"));
  store = openSqliteStore(folder);
  time = 1_000;
  ids = 0;
  alarms = [];
  ended = [];
  store.control.putProject({ name: "shop", created_at: 0, retention_days: null, redact: [] });
});
afterEach(() => {
  store.close();
  remove(folder);
});

const parts = () => ({
  control: store.control,
  now: () => time,
  newId: () => String(++ids),
  actor: "ann",
});

/** Another share of the same candidate comes into force. */
function promoted(version: number): StoredPromotion {
  const { control } = store;
  control.addConfig({ name: "main", policy: { ...POLICY, model: `m${version}:openai` }, created_at: time });
  const before = control.attachmentHistory("project", "shop")[0];
  attachConfig(parts(), "project:shop", `main@${version}`);
  const promotion: StoredPromotion = {
    id: `prm_${version}`,
    experiment: "sim_1",
    scope: "project",
    scope_id: "shop",
    serving: { config: "main", version, endpoint_version: null },
    arm: ARM,
    percent: 10 * version,
    before: { config: before?.config ?? null, version: before?.version ?? null, endpoint_version: null },
    origin: NONE,
    at: time,
    actor: "ann",
  };
  control.addPromotion(promotion);
  return promotion;
}

const open = (): Watching =>
  watching({
    ...parts(),
    onAlarm: (alarm) => void alarms.push(alarm),
    onEnd: (_, reason) => void ended.push(reason),
  });

interface Answer {
  readonly arm?: string;
  readonly version?: number;
  readonly outcome?: string;
  readonly cost?: number;
  readonly ms?: number;
}

function answered({ arm = ARM, version = 1, outcome = "ok", cost = 0.001, ms = 100 }: Answer = {}): ServedEvent {
  return {
    status: 200,
    outcome,
    latency_ms: ms,
    draft: {
      request: { created_at: time },
      endpoint: null,
      planned: { policy: { config: `main@${version}`, attachment: "project:shop" }, plan: { arms: [arm] } },
      result: { cost_usd: cost },
    },
  } as unknown as ServedEvent;
}

function watch(limits: Partial<WatchLimits>, auto_rollback = false): Watching {
  startWatch(parts(), promoted(1), {
    for_ms: 60_000,
    limits: { ...NO_LIMITS, ...limits },
    auto_rollback,
    min_requests: null,
  });
  const made = open();
  made.look();
  return made;
}

const times = (count: number, work: () => void): void => {
  for (let done = 0; done < count; done++) work();
};

describe("the watches of a gateway", () => {
  it("count what the candidate's arm served and nothing else", () => {
    const watches = watch({ max_error_rate: 0.5 });
    watches.observe(answered({ arm: "control", outcome: "failed" }));
    watches.observe(answered({ version: 2, outcome: "failed" }));
    watches.observe(answered({ outcome: "cancelled" }));
    watches.observe(answered({ outcome: "blocked" }));
    watches.observe(answered({ outcome: "failed" }));
    watches.observe(answered());
    watches.look();
    expect(listWatches(store.control, 1)[0]?.seen).toMatchObject({ requests: 2, failed: 1, timed: 1, priced: 2 });
  });

  it("count from the first request on that a promotion serves, and its next share serves, whoever made it", () => {
    const watches = open();
    watches.look();
    const limits = { ...NO_LIMITS, max_error_rate: 0.5 };
    startWatch(parts(), promoted(1), { for_ms: 60_000, limits, auto_rollback: false, min_requests: null });
    times(3, () => watches.observe(answered()));
    promoted(2);
    times(2, () => watches.observe(answered({ version: 2 })));
    watches.look();
    expect(listWatches(store.control, 1)[0]?.seen).toMatchObject({ requests: 5 });
  });

  it("raise an alarm of each limit once, and go on", () => {
    const watches = watch({ max_p95_ms: 1_000, max_cost_per_request_usd: 0.005 });
    times(40, () => watches.observe(answered({ ms: 2_000 })));
    watches.look();
    watches.look();
    expect(alarms.map(({ figure }) => figure.limit)).toEqual(["max_p95_ms"]);
    times(400, () => watches.observe(answered({ cost: 0.02, ms: 2_000 })));
    watches.look();
    open().look();
    expect(alarms.map(({ figure }) => figure.limit)).toEqual(["max_p95_ms", "max_cost_per_request_usd"]);
    expect(alarms[0]).toMatchObject({ experiment: "sim_1", scope: "project:shop", rolled_back: false });
    expect(listWatches(store.control, 1)[0]).toMatchObject({ state: "alarm" });
  });

  it("restore what served before the candidate had any share, once", () => {
    const watches = watch({ max_error_rate: 0.1 }, true);
    promoted(2);
    watches.look();
    times(30, () => watches.observe(answered({ version: 2, outcome: "failed" })));
    watches.look();
    expect(alarms).toMatchObject([{ rolled_back: true }]);
    expect(ended).toEqual(["rolled back"]);
    const [now] = store.control.attachments();
    expect(now).toMatchObject({ config: null, actor: "watch" });
    times(30, () => watches.observe(answered({ version: 2, outcome: "failed" })));
    watches.look();
    expect(store.control.attachmentHistory("project", "shop")).toHaveLength(3);
    expect(store.control.auditEntries({ action: "config.rollback" }, 9)).toMatchObject([
      { actor: "watch", details: { experiment: "sim_1", promotion: "prm_2", before: "main@2", config: null } },
    ]);
  });

  it("end when their time is up, in a gateway that was away then, too", () => {
    watch({ max_error_rate: 0.1 });
    time += 60_000;
    const watches = open();
    watches.look();
    expect(ended).toEqual(["its time is up"]);
    watches.look();
    expect(ended).toHaveLength(1);
    expect(listWatches(store.control, 1)[0]).toMatchObject({ state: "ended" });
  });

  it("give way to a later watch on the same scope", () => {
    watch({ max_error_rate: 0.1 });
    const promotion = store.control.promotion("prm_1") as StoredPromotion;
    const limits = { ...NO_LIMITS, max_p95_ms: 5 };
    startWatch(parts(), promotion, { for_ms: 1_000, limits, auto_rollback: false, min_requests: 10 });
    expect(listWatches(store.control, 9).map(({ state }) => state)).toEqual(["watching", "ended"]);
  });
});
