import { describe, expect, it } from "vitest";
import { endOf } from "./command-end.ts";

describe("endOf", () => {
  it("finds the experiment and what it decided", () => {
    const out = JSON.stringify({ id: "sim_1", primary: { decision: "safe" } });
    expect(endOf({ code: 0, out, err: "" })).toEqual({
      state: "done",
      result: "sim_1",
      decision: "safe",
      message: null,
    });
    expect(endOf({ code: 1, out, err: "" })).toMatchObject({ state: "done" });
    expect(endOf({ code: 0, out: JSON.stringify({ id: "sim_1" }), err: "" })).toMatchObject({ decision: null });
  });

  it("finds the shadow run and its verdict, and says where it was not stored", () => {
    const pipeline = { persisted: true, run_id: "shr_1", summary: { verdict: "clean" }, error: null };
    const ended = (changes: object, code = 0) =>
      endOf({ code, out: JSON.stringify({ pack: {}, shadow_pipeline: { ...pipeline, ...changes } }), err: "" });
    const done = { state: "done", result: "shr_1", decision: "clean", message: null };
    expect([ended({}), ended({}, 1)]).toEqual([done, done]);
    const lost = { persisted: false, error: "disk full" };
    expect(ended(lost)).toEqual({ state: "failed", result: null, decision: null, message: "disk full" });
    expect(ended({}, 3)).toMatchObject({ state: "failed", result: "shr_1" });
  });

  it("says what went wrong, in the command's own words", () => {
    const out = JSON.stringify({ error: { code: "window_empty", message: "no row is in the window" } });
    expect(endOf({ code: 1, out, err: "" })).toMatchObject({ state: "failed", message: "no row is in the window" });
    expect(endOf({ code: 70, out: "", err: "This is a bug\n" })).toMatchObject({ message: "This is a bug" });
    expect(endOf({ code: 3, out: "", err: "" })).toMatchObject({ message: "it ended with 3 and said nothing" });
    expect(endOf({ code: 0, out: "no json", err: "" })).toMatchObject({ state: "failed", message: "no json" });
  });

  it("tells being stopped from failing, and keeps the experiment that can be gone on with", () => {
    const out = JSON.stringify({ id: "sim_1" });
    expect(endOf({ code: 130, out, err: "" })).toMatchObject({ state: "interrupted", result: "sim_1" });
    expect(endOf({ code: null, out: "", err: "" })).toMatchObject({ state: "interrupted", result: null });
  });
});
