import { expect, test } from "vitest";
import { LOSS, RUN, SUMMARY } from "../../store/shadow.fixtures.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import type { Control } from "../../store/control.ts";
import { tellVerdict } from "./verdict-event.ts";
import { keepShadowRun } from "./keep-shadow-run.ts";

function listening(control: Control): void {
  control.webhooks.addWebhook({
    id: "whk_1",
    url: "https://example.com",
    events: ["verdict_change"],
    secret_env: null,
    allow_private: false,
    created_at: 0,
    actor: "cli",
  });
}

test("tells webhooks of a verdict that is not that of the run before it, once", () => {
  const { control } = temporaryStore();
  listening(control);
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

test("a mirror's day without enough evidence is passed over", () => {
  const { control } = temporaryStore();
  listening(control);
  const end = (number: number, verdict: StoredShadowRun["summary"]["verdict"]) => {
    const run = {
      ...RUN,
      origin: "mirror",
      mirror: "mir_1",
      pack: null,
      id: `shr_${number}`,
      created_at: number,
    } as const;
    control.shadows.putShadowRun({ ...run, finished_at: null, summary: { ...SUMMARY, verdict } }, []);
    tellVerdict(control, run.id);
    control.shadows.appendShadow(run.id, [], { ...SUMMARY, verdict }, number);
    tellVerdict(control, run.id);
    tellVerdict(control, run.id);
  };
  end(1, "clean");
  end(2, "needs_better_evidence");
  end(3, "clean");
  expect(control.webhooks.deliveries({}, 9)).toEqual([]);
  end(4, "needs_better_evidence");
  end(5, "changed_but_passing");
  expect(control.webhooks.deliveries({}, 9)).toMatchObject([
    { event: { data: { shadow_run: "shr_5", mirror: "mir_1", before: { shadow_run: "shr_3", verdict: "clean" } } } },
  ]);
});
