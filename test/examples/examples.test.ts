import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPolicyFile } from "../../src/actions/policy-file.ts";
import { mapChildren, type Policy } from "../../src/core/policy.ts";
import { STRATEGIES } from "../../src/core/strategies/index.ts";
import { priceBook } from "../../src/prices/index.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const EXAMPLES = join(import.meta.dirname, "../../examples");
const README = readFileSync(join(EXAMPLES, "README.md"), "utf8");
const NUMBERED = readdirSync(EXAMPLES).filter((name) => /^\d\d-/.test(name));
const PACKS = NUMBERED.filter((name) => existsSync(join(EXAMPLES, name, "contracts")));
const POLICIES = NUMBERED.filter((name) => !PACKS.includes(name));

function policyFile(example: string): string {
  const [name = ""] = readdirSync(join(EXAMPLES, example));
  return join(EXAMPLES, example, name);
}

function strategiesIn(policy: Policy): readonly string[] {
  const found = [policy.strategy];
  mapChildren(policy, (child) => {
    found.push(...strategiesIn(child));
    return child;
  });
  return found;
}

interface Simulated {
  readonly requests: number;
  readonly baseline: { readonly cost_usd: number; readonly evidence: string };
  readonly candidate: { readonly cost_usd: number | null; readonly evidence: string; readonly p95_ms: number | null };
  readonly route_distribution: Readonly<Record<string, number>>;
  readonly fallback: { readonly exercised: { readonly count: number } };
  readonly cascade: unknown;
  readonly arms: readonly unknown[] | null;
}

describe("examples", () => {
  const folder = temporaryFolder();
  const data = ["--data", folder.path];

  beforeAll(async () => {
    for (const args of [["demo"], ["configs", "add", "everyday", policyFile("02-cost-optimized")]]) {
      const run = await understudy([...args, ...data]);
      if (run.code !== 0 || run.err !== "") throw new Error(`${args.join(" ")}: ${run.err}`);
    }
  });

  afterAll(() => folder[Symbol.dispose]());

  it("are numbered without a gap, and each is told of in the README", () => {
    expect(NUMBERED.map((name) => Number(name.slice(0, 2)))).toEqual(NUMBERED.map((_, index) => index + 1));
    for (const name of PACKS) expect(README).toContain(`[${name}](${name}/)`);
    for (const name of POLICIES) expect(README).toContain(`[${name}](${name}/${basename(policyFile(name))})`);
  });

  it("show every strategy", () => {
    const shown = new Set(POLICIES.flatMap((name) => strategiesIn(readPolicyFile(policyFile(name)))));
    expect([...shown].toSorted()).toEqual(STRATEGIES.map(({ name }) => name).toSorted());
  });

  it.concurrent.each(POLICIES)("%s runs over the sample week", async (name) => {
    const result = await understudyJson<Simulated>(["simulate", "--newest", "--policy", policyFile(name), ...data]);
    expect(result.requests).toBeGreaterThan(5_900);
    expect(result.baseline).toMatchObject({ evidence: "recorded" });
    const shares = Object.values(result.route_distribution);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const { candidate } = result;
    if (candidate.evidence === "unidentified") expect(candidate).toMatchObject({ cost_usd: null, p95_ms: null });
    else expect(Math.min(candidate.cost_usd ?? 0, candidate.p95_ms ?? 0)).toBeGreaterThan(0);
    const strategies = strategiesIn(readPolicyFile(policyFile(name)));
    expect(result.cascade !== null).toBe(strategies.includes("cascade"));
    expect(result.arms !== null).toBe(strategies.includes("ab_test"));
  });

  it.each(PACKS)("%s passes on its recordings, and nothing in it is odd", async (name) => {
    const pack = join(EXAMPLES, name);
    const { counts, notes } = await understudyJson<{ counts: Record<string, number>; notes: string[] }>([
      "check",
      "--pack",
      pack,
    ]);
    expect(counts).toMatchObject({ passed: 6, allowed: 1, failed: 0, error: 0, not_reproducible: 0 });
    expect(notes).toEqual([]);
    expect(await understudyJson(["pack", "show", pack])).toMatchObject({ name: "shop-assistant", notes: [] });
  });

  it("have logs that go in without a word, and a price file that is taken", async () => {
    using store = temporaryFolder();
    const logs = ["native.jsonl", "litellm.jsonl"].map((name) => join(EXAMPLES, "logs", name));
    const prices = join(EXAMPLES, "prices.json");
    const report = await understudy(["import", ...logs, "--prices", prices, "--data", store.path]);
    expect(report.code).toBe(0);
    expect(report.out).toMatch(/rows in +18\n/);
    expect(report.out).toMatch(/replayable +18 of 18\n/);
    const book = priceBook({ userFile: { text: readFileSync(prices, "utf8"), name: prices } });
    expect(book.providersOf("house-llama-70b")).toEqual(["vllm"]);
  });
});
