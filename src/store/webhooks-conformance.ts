import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Opened } from "./conformance.ts";
import type { Control } from "./control.ts";
import type { StoredEvent, StoredWebhook, Webhooks } from "./webhooks.ts";

const HOOK: StoredWebhook = {
  id: "whk_1",
  url: "https://example.com/hook",
  events: ["cap_hit", "watch_alarm"],
  secret_env: "HOOK_SECRET",
  allow_private: false,
  created_at: 100,
  actor: "cli",
};
const HIT: StoredEvent = { id: "evt_1", type: "cap_hit", at: 200, data: { run: "sim_1", why: "käse" } };

/** What every implementation of `Webhooks` must do. */
export function describeWebhooks(name: string, open: () => Opened<Control>): void {
  describe(`${name}: webhooks`, () => {
    let opened: Opened<Control>;
    let webhooks: Webhooks;
    beforeEach(() => {
      opened = open();
      ({ webhooks } = opened.store);
    });
    afterEach(() => opened.dispose());

    test("keeps webhooks until they are removed, with what is on its way to them", () => {
      webhooks.addWebhook(HOOK);
      webhooks.addWebhook({ ...HOOK, id: "whk_0", secret_env: null, allow_private: true });
      ({ webhooks } = opened.reopen());
      expect(webhooks.webhook("whk_1")).toEqual(HOOK);
      expect(webhooks.webhooks().map(({ id }) => id)).toEqual(["whk_1", "whk_0"]);
      webhooks.putEvent(HIT);
      expect(webhooks.removeWebhook("whk_1")).toBe(true);
      expect(webhooks.removeWebhook("whk_1")).toBe(false);
      expect(webhooks.deliveries({}, 9)).toMatchObject([{ webhook: "whk_0" }]);
    });

    test("takes an event once, for each webhook that listens and was there before", () => {
      webhooks.addWebhook(HOOK);
      webhooks.addWebhook({ ...HOOK, id: "whk_2", events: ["verdict_change"] });
      webhooks.addWebhook({ ...HOOK, id: "whk_3", created_at: 201 });
      expect(webhooks.putEvent(HIT)).toBe(true);
      expect(webhooks.putEvent({ ...HIT, data: "other" })).toBe(false);
      ({ webhooks } = opened.reopen());
      expect(webhooks.deliveries({}, 9)).toEqual([
        {
          number: expect.any(Number),
          webhook: "whk_1",
          event: HIT,
          state: "waiting",
          attempts: 0,
          next_at: 200,
          ended_at: null,
          message: null,
        },
      ]);
    });

    test("gives a delivery out once, and again where nobody ended it in time", () => {
      webhooks.addWebhook(HOOK);
      webhooks.putEvent(HIT);
      expect(webhooks.takeDeliveries(199, 500, 9)).toEqual([]);
      expect(webhooks.takeDeliveries(200, 500, 9)).toMatchObject([{ event: HIT }]);
      expect(webhooks.takeDeliveries(499, 800, 9)).toEqual([]);
      ({ webhooks } = opened.reopen());
      expect(webhooks.takeDeliveries(500, 800, 9)).toMatchObject([{ event: HIT }]);
    });

    test("counts attempts, to delivered or dead", () => {
      webhooks.addWebhook(HOOK);
      webhooks.putEvent(HIT);
      webhooks.putEvent({ ...HIT, id: "evt_2" });
      const [first, second] = webhooks.takeDeliveries(300, 500, 9).map(({ number }) => number) as [number, number];
      webhooks.endAttempt(first, { at: 301, delivered: false, next_at: 400, message: "503" });
      webhooks.endAttempt(second, { at: 301, delivered: true, next_at: null, message: "204" });
      expect(webhooks.deliveries({ state: "waiting" }, 9)).toMatchObject([
        { attempts: 1, next_at: 400, message: "503" },
      ]);
      webhooks.endAttempt(first, { at: 401, delivered: false, next_at: null, message: "503" });
      expect(webhooks.deliveries({ webhook: "whk_1" }, 9)).toMatchObject([
        { state: "delivered", ended_at: 301, next_at: null },
        { state: "dead", attempts: 2, ended_at: 401, next_at: null },
      ]);
      expect(webhooks.takeDeliveries(10_000, 20_000, 9)).toEqual([]);
      expect(webhooks.forgetDeliveries(400, 9)).toBe(1);
      expect(webhooks.deliveries({}, 9)).toMatchObject([{ state: "dead" }]);
    });

    test("knows which runs ended since it was last told", () => {
      const { runs } = opened.store;
      const run = { kind: "judge", parent: "sim_1", created_at: 1, actor: "cli", cap_usd: 1, definition: {} } as const;
      runs.putRun({ ...run, id: "jdg_1" }, []);
      runs.addEvent("jdg_1", { at: 2, kind: "begun", details: {} });
      runs.addEvent("jdg_1", { at: 3, kind: "ended", details: { state: "cap_reached" } });
      const [ended] = webhooks.endedRuns(9);
      expect(ended).toMatchObject({
        run: "jdg_1",
        kind: "judge",
        parent: "sim_1",
        at: 3,
        details: { state: "cap_reached" },
      });
      webhooks.passed(ended?.number ?? 0);
      webhooks.passed(0);
      ({ webhooks } = opened.reopen());
      expect(webhooks.endedRuns(9)).toEqual([]);
    });
  });
}
