import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeMadeUpLog } from "../made-up-log.ts";
import { temporaryFolder, understudy } from "../understudy.ts";

const MINI = "gpt-4o-mini:openai";
const folder = temporaryFolder();
const at = { cwd: folder.path };

beforeAll(async () => {
  writeMadeUpLog(folder.file("log.jsonl"), [{ id: "a", daysAgo: 1 }]);
  await understudy(["import", "log.jsonl"], at);
});
afterAll(() => folder[Symbol.dispose]());

function save(name: string, value: unknown): void {
  writeFileSync(folder.file(name), typeof value === "string" ? value : JSON.stringify(value));
}

describe("a policy that cannot be used: what, where, what was expected", () => {
  it.each<[string, unknown, string, string]>([
    ["no JSON", '{\n  "strategy": "single",\n', "the policy is not JSON", "policy.json:3"],
    ["a list", [MINI], "expected a policy", "policy.json"],
    ["an unknown key", { strategy: "single", model: MINI, retry: 1 }, "`retry`: unknown key; expected", "retry"],
    ["an unknown strategy", { strategy: "cheapest" }, "expected one of single, cost_optimized", "strategy"],
    ["a missing key", { strategy: "single" }, "`model`: expected", "model"],
    [
      "an unknown key, deep inside",
      { strategy: "priority", targets: [MINI, { strategy: "cost_optimized", alow: [MINI] }] },
      "`targets[1].alow`: unknown key",
      "targets[1].alow",
    ],
    [
      "a target that nobody serves",
      { strategy: "fallback_chain", targets: [MINI, "gpt-9:openai"] },
      'no provider is known to serve "gpt-9:openai"',
      "targets[1]",
    ],
    [
      "weights of zero",
      { strategy: "ab_test", split: [{ weight: 0, name: "a", policy: MINI }] },
      "the weights add up to zero: expected at least one above 0",
      "split",
    ],
    [
      "an unknown operator",
      { strategy: "custom_rules", rules: [{ when: { model: { $is: "x" } }, then: MINI }], default: MINI },
      "unknown operator $is; expected one of $eq",
      "rules[0].when.model.$is",
    ],
    [
      "an unknown field",
      { strategy: "custom_rules", rules: [{ when: { user: "x" }, then: MINI }], default: MINI },
      "unknown field; expected one of model, project",
      "rules[0].when.user",
    ],
    ["a config that is not there", { strategy: "config", name: "nobody" }, "there is no config nobody", "name"],
  ])("%s", async (_, policy, message, place) => {
    save("policy.json", policy);
    const run = await understudy(["simulate", "--policy", "policy.json"], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    const [what = "", where = "", todo = ""] = run.err.split("\n");
    expect(what).toMatch(/^error: /u);
    expect(what).toContain(message);
    expect(where).toMatch(/^ {2}at policy\.json/u);
    expect(where).toContain(place);
    expect(todo).toMatch(/^ {2}\S/u);
  });

  it.each<[string, string, string, string]>([
    ["no YAML", "strategy: single\nmodel: [a,\n", "the policy is not YAML", "policy.yaml:"],
    ["a key twice", `strategy: single\nmodel: ${MINI}\nmodel: x:y\n`, "a map has the key model twice", "policy.yaml:3"],
    [
      "an unknown key, deep inside",
      `strategy: priority\ntargets:\n  - ${MINI}\n  - strategy: cost_optimized\n    alow: [${MINI}]\n`,
      "`targets[1].alow`: unknown key",
      "targets[1].alow",
    ],
    ["nothing", "# later\n", "expected a policy", "policy.yaml"],
  ])("YAML: %s", async (_, text, message, place) => {
    save("policy.yaml", text);
    const run = await understudy(["simulate", "--policy", "policy.yaml"], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    const [what = "", where = ""] = run.err.split("\n");
    expect(what).toContain(message);
    expect(where).toMatch(/^ {2}at policy\.yaml/u);
    expect(where).toContain(place);
  });

  it("is told as JSON where JSON is asked for", async () => {
    save("policy.json", { strategy: "single", model: MINI, retry: 1 });
    const run = await understudy(["simulate", "--policy", "policy.json", "--json"], at);
    expect(run).toMatchObject({ code: 2, err: "" });
    expect(JSON.parse(run.out)).toMatchObject({
      error: { code: "policy_invalid", file: "policy.json", field: "retry" },
    });
  });

  it("stored, names the config; as a shorthand, the flag", async () => {
    save("policy.json", { strategy: "priority", targets: [MINI, "gpt-9:openai"] });
    await understudy(["configs", "add", "main", "policy.json"], at);
    const stored = await understudy(["simulate", "--policy", "main"], at);
    expect(stored.err).toContain("  at config main@1 targets[1]");
    const shorthand = await understudy(["simulate", "--policy", "single:gpt-9:openai"], at);
    expect(shorthand.err).toContain("  at --policy\n");
  });
});

describe("configs that lead back to themselves", () => {
  it("are refused when they are stored, the circle named", async () => {
    save("mini.json", { strategy: "single", model: MINI });
    save("to-a.json", { strategy: "config", name: "a" });
    save("to-b.json", { strategy: "config", name: "b" });
    await understudy(["configs", "add", "a", "mini.json"], at);
    await understudy(["configs", "add", "b", "to-a.json"], at);
    const run = await understudy(["configs", "add", "a", "to-b.json"], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toBe(
      "error: configs refer to each other in a circle: a -> b -> a\n" +
        "  at to-b.json name\n  A config may not lead back to itself: break the circle.\n",
    );
  });
});
