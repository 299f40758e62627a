import { expect, it } from "vitest";
import { entrySaid, valueText } from "./entry-said.ts";

it("tells from what to what a change went", () => {
  const attached = { scope: "project:shop", config: "cheaper@2", before: "cheaper@1", experiment: "sim_1" };
  expect(entrySaid({ action: "config.attach", details: attached })).toEqual({
    changes: [{ name: "config", from: "cheaper@1", to: "cheaper@2" }],
    rest: [
      ["scope", "project:shop"],
      ["experiment", "sim_1"],
    ],
  });
  const kept = { project: "shop", retention_days: 30, redact: [], before: { retention_days: 7, redact: [] } };
  expect(entrySaid({ action: "project.update", details: kept })).toEqual({
    changes: [
      { name: "retention_days", from: 7, to: 30 },
      { name: "redact", from: [], to: [] },
    ],
    rest: [["project", "shop"]],
  });
  const promoted = { experiment: "sim_1", scope: "endpoint:shop/support", endpoint: "support@4", before: "support@3" };
  expect(entrySaid({ action: "experiment.promote", details: promoted }).changes).toEqual([
    { name: "endpoint", from: "support@3", to: "support@4" },
  ]);
  expect(entrySaid({ action: "config.add", details: { config: "c", version: 1 } }).changes).toEqual([
    { name: "version", from: null, to: 1 },
  ]);
  expect(entrySaid({ action: "mirror.pause", details: { id: "mir_1" } })).toEqual({
    changes: [{ name: "state", from: "running", to: "paused" }],
    rest: [["id", "mir_1"]],
  });
});

it("an entry that changed no field only says what it says, but not what it leaves empty", () => {
  expect(entrySaid({ action: "key.revoke", details: { key: "key_1", endpoint: null } })).toEqual({
    changes: [],
    rest: [["key", "key_1"]],
  });
});

it("a value is a line of text", () => {
  expect(valueText([{ metric: "cost", factor: 2 }, "x"])).toBe("metric cost, factor 2, x");
  expect([null, [], 0, false, ""].map(valueText)).toEqual(["nothing", "none", "0", "false", ""]);
});
