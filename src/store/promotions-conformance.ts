import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Opened } from "./conformance.ts";
import type { Control } from "./control.ts";
import type { StoredPromotion, StoredWatch, WatchTally } from "./promotions.ts";

const NOTHING = { config: null, version: null, endpoint_version: null };
const PROMOTION: StoredPromotion = {
  id: "prm_1",
  experiment: "sim_1",
  scope: "endpoint",
  scope_id: "shop/support",
  serving: { config: "main", version: 2, endpoint_version: null },
  arm: "sim_1_candidate",
  percent: 10,
  before: { config: "main", version: 1, endpoint_version: null },
  origin: NOTHING,
  at: 5.5,
  actor: "ann",
};
const WATCH: StoredWatch = {
  id: "wch_1",
  promotion: "prm_1",
  created_at: 6,
  ends_at: 100,
  actor: "ann",
  limits: { max_error_rate: 0.05, max_p95_ms: null, max_cost_per_request_usd: 0.01 },
  auto_rollback: true,
  min_requests: 30,
};

/** What every implementation of `Promotions` must do. */
export function describePromotions(name: string, open: () => Opened<Control>): void {
  describe(`${name}: promotions and watches`, () => {
    let opened: Opened<Control>;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.dispose());

    test("keeps promotions, by experiment and by scope, newest first", () => {
      const { store } = opened;
      const second = { ...PROMOTION, id: "prm_2", percent: 50 };
      const other = { ...PROMOTION, id: "prm_3", experiment: "sim_2", scope: "project", scope_id: "shop" } as const;
      for (const one of [PROMOTION, second, other]) store.addPromotion(one);
      const again = opened.reopen();
      expect(again.promotions({ experiment: "sim_1" })).toEqual([second, PROMOTION]);
      expect(again.promotions({ scope: "project", scope_id: "shop" })).toEqual([other]);
      expect(again.promotions({ scope: "endpoint", scope_id: "shop" })).toEqual([]);
      expect(again.promotions({})).toEqual([other, second, PROMOTION]);
      expect(again.promotion("prm_2")).toEqual(second);
      expect(again.promotion("prm_9")).toBeNull();
    });

    test("keeps watches with what became of each, and knows which go on", () => {
      const { store } = opened;
      const second = { ...WATCH, id: "wch_2" };
      store.addWatch(WATCH);
      store.addWatch(second);
      store.addWatchState("wch_1", { at: 7, state: "alarm", details: { limit: "max_error_rate" } });
      store.addWatchState("wch_1", { at: 8, state: "ended", details: { reason: "rolled back" } });
      store.addWatchState("wch_2", { at: 7, state: "alarm", details: {} });
      const again = opened.reopen();
      expect(again.watches(10)).toEqual([second, WATCH]);
      expect(again.watches(1)).toEqual([second]);
      expect(again.openWatches()).toEqual([second]);
      expect(again.watchStates("wch_1")).toEqual([
        { at: 7, state: "alarm", details: { limit: "max_error_rate" } },
        { at: 8, state: "ended", details: { reason: "rolled back" } },
      ]);
      expect(again.watchStates("wch_9")).toEqual([]);
    });

    test("keeps the last word on what a watch has seen", () => {
      const { store } = opened;
      const tally: WatchTally = {
        requests: 3,
        failed: 1,
        priced: 2,
        cost_usd: 0.25,
        cost_squares: 0.05,
        timed: 2,
        slow: 0,
        newest: 9.5,
      };
      expect(store.watchTally("wch_1")).toBeNull();
      store.putWatchTally("wch_1", { ...tally, requests: 2 });
      store.putWatchTally("wch_1", tally);
      expect(opened.reopen().watchTally("wch_1")).toEqual(tally);
    });
  });
}
