import { expect, test } from "vitest";
import { LOSS, RUN, SUMMARY } from "../../store/shadow.fixtures.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { keepShadowRun } from "./keep-shadow-run.ts";

test("tells webhooks of a verdict that is not that of the run before it, once", () => {
  const { control } = temporaryStore();
  control.webhooks.addWebhook({
    id: "whk_1",
    url: "https://example.com",
    events: ["verdict_change"],
    secret_env: null,
    allow_private: false,
    created_at: 0,
    actor: "cli",
  });
  const keep = (
    number: number,
    verdict: StoredShadowRun["summary"]["verdict"],
    changes: Partial<StoredShadowRun> = {},
  ) =>
    keepShadowRun(
      { control },
      { ...RUN, id: `shr_${number}`, created_at: number, summary: { ...SUMMARY, verdict }, ...changes },
      [LOSS],
    );
  const told = () => control.webhooks.deliveries({}, 9).map(({ event }) => event);
  keep(1, "clean");
  keep(2, "clean");
  keep(3, "needs_review", { pack: { name: "other", hash: "x" } });
  keep(4, "needs_review", { candidate: "other:x" });
  expect(told()).toEqual([]);
  expect(keep(5, "needs_review")).toBe(true);
  expect(keep(5, "needs_review")).toBe(false);
  expect(keep(6, "needs_review")).toBe(true);
  expect(told()).toEqual([
    {
      id: "evt_shr_5_verdict",
      type: "verdict_change",
      at: RUN.finished_at,
      data: {
        shadow_run: "shr_5",
        primary: RUN.primary,
        candidate: RUN.candidate,
        project: "shop",
        endpoint: null,
        pack: "käse",
        mirror: null,
        verdict: "needs_review",
        before: { shadow_run: "shr_2", verdict: "clean" },
      },
    },
  ]);
});
