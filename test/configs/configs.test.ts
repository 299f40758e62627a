import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const MINI = { strategy: "single", model: "gpt-4o-mini:openai" };
const CHAIN = { strategy: "fallback_chain", targets: [MINI, "gpt-4o:openai"] };
/** A target standing alone is stored as the policy it means. */
const FULL = { strategy: "single", model: "gpt-4o:openai" };

/** A folder with a store, and a way to add policies to it. */
function workshop() {
  const folder = temporaryFolder();
  const run = (...args: string[]) => understudy(args, { cwd: folder.path });
  return {
    run,
    json: (...args: string[]) => understudyJson(args, { cwd: folder.path }),
    add: (name: string, policy: unknown, ...flags: string[]) => {
      writeFileSync(folder.file("policy.json"), typeof policy === "string" ? policy : JSON.stringify(policy));
      return run("configs", "add", name, "policy.json", ...flags);
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}

describe("understudy configs", () => {
  it("stores a ranking that names no targets: what the log has seen is for the run to say", async () => {
    using shop = workshop();
    expect((await shop.add("cheapest", { strategy: "cost_optimized" })).out).toContain("cheapest@1 is stored");
  });

  it("stores versions of a policy, lists, shows and compares them", async () => {
    using shop = workshop();
    expect((await shop.add("cheaper", MINI)).out).toContain(
      "cheaper@1 is stored\n\nNext: understudy simulate --policy cheaper\n",
    );
    expect((await shop.add("cheaper", CHAIN, "--note", "with a net")).out).toContain("cheaper@2 is stored");
    expect((await shop.add("cheaper", CHAIN)).out).toContain("cheaper@2 says the same already");

    const list = await shop.run("configs");
    expect(list.out).toMatch(
      /^config +strategy +added \(UTC\) +note\ncheaper@1 +single .*\ncheaper@2 +fallback_chain .* with a net\n$/u,
    );
    expect(JSON.parse((await shop.run("configs", "show", "cheaper@1")).out)).toEqual(MINI);
    expect(await shop.json("configs", "show", "cheaper")).toMatchObject({
      version: 2,
      policy: { ...CHAIN, targets: [MINI, FULL] },
      note: "with a net",
    });

    const diff = await shop.run("configs", "diff", "cheaper@1", "cheaper");
    expect(diff.out).toBe(
      'cheaper@1 -> cheaper@2\n  ~ strategy: "single" -> "fallback_chain"\n' +
        `  + targets: ${JSON.stringify([MINI, FULL])}\n  - model: "gpt-4o-mini:openai"\n`,
    );
  });

  it("pins the version of another config, and keeps the dice of a split", async () => {
    using shop = workshop();
    await shop.add("cheaper", MINI);
    const split = (weight: number) => ({
      strategy: "ab_test",
      split: [
        { weight: 100 - weight, name: "control", policy: "gpt-4o:openai" },
        { weight, name: "candidate", policy: { strategy: "config", name: "cheaper" } },
      ],
    });
    await shop.add("rollout", split(10));
    await shop.add("cheaper", CHAIN);
    await shop.add("rollout", split(50));
    const [first, second] = await Promise.all([
      shop.json("configs", "show", "rollout@1"),
      shop.json("configs", "show", "rollout@2"),
    ]);
    expect(first).toMatchObject({ policy: { split: [{}, { policy: { name: "cheaper", version: 1 } }] } });
    expect(second).toMatchObject({ policy: { split: [{}, { policy: { name: "cheaper", version: 2 } }] } });
    const salts = [first, second].map((config) => (config["policy"] as { salt: string }).salt);
    expect(salts[0]).toMatch(/^[0-9a-f-]{36}$/u);
    expect(salts[1]).toBe(salts[0]);
  });

  it.each([
    ["an unknown key", { ...MINI, modle: "x" }, "policy_invalid"],
    ["an unknown strategy", { strategy: "cheapest" }, "policy_invalid"],
    [
      "weights that add up to nothing",
      { strategy: "ab_test", split: [{ weight: 0, name: "a", policy: MINI }] },
      "policy_invalid",
    ],
    [
      "a condition nobody can read",
      { strategy: "custom_rules", rules: [{ when: { tag: { $like: "x" } }, then: MINI }], default: MINI },
      "condition_invalid",
    ],
    ["another config that is not there", { strategy: "config", name: "nowhere" }, "config_unknown"],
    ["itself", { strategy: "config", name: "policy" }, "config_cycle"],
    ["no JSON", '{"strategy": "single",\n"model" }', "not_json"],
  ])("refuses %s", async (_, policy, code) => {
    using shop = workshop();
    const run = await shop.add("policy", policy, "--json");
    expect(run.code).toBe(2);
    const { error } = JSON.parse(run.out) as { error: { code: string; file: string } };
    expect(error).toMatchObject({ code, file: "policy.json" });
  });

  it("refuses a circle through another config, naming it", async () => {
    using shop = workshop();
    await shop.add("outer", MINI);
    await shop.add("inner", {
      strategy: "priority",
      targets: ["gpt-4o:openai", { strategy: "config", name: "outer" }],
    });
    const run = await shop.add("outer", { strategy: "config", name: "inner" });
    expect(run).toMatchObject({ code: 2, err: expect.stringContaining("outer -> inner -> outer") as string });
  });

  it("says which version is the newest where one is not there", async () => {
    using shop = workshop();
    await shop.add("cheaper", MINI);
    const run = await shop.run("configs", "show", "cheaper@7");
    expect(run).toMatchObject({
      code: 2,
      err: 'error: there is no config "cheaper@7"\n  at ./understudy-data\n  The newest version is cheaper@1.\n',
    });
  });
});
