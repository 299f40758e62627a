import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sampleExchange } from "../../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { temporaryFolder, understudyJson } from "../understudy.ts";

const MODELS = ["gpt-4o", "gpt-4o-mini", "gpt-4.1"];
const rows = Array.from({ length: 600 }, (_, number) => {
  const model = MODELS[(number * 7) % 3] ?? "gpt-4o";
  return sampleExchange(number, {
    model,
    model_requested: model,
    end_user: number % 5 === 0 ? "ada" : `user-${number % 11}`,
    session: number % 4 === 0 ? `session-${number % 30}` : null,
    tags: number % 6 === 0 ? ["prod", `t${number % 9}`] : [],
    metadata: number % 3 === 0 ? { feature: `f${number % 8}` } : {},
    latency_ms: 300 + ((number * 37) % 900),
    cost_logged: 0.0001 * (1 + (number % 13)),
  });
});

/** Sums of the same numbers in another order differ in their last digits. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    typeof part === "number" ? Number(part.toPrecision(10)) : part,
  );
}

/** What a simulation says, but for when and under which id it said it. */
async function simulated(folder: string): Promise<unknown> {
  const { id, created_at, ...result } = await understudyJson<Record<string, unknown>>(
    ["simulate", "--policy", "policy.json", "--data", folder],
    { cwd: folder },
  );
  expect(id).toMatch(/^sim_/u);
  const ratios = (result["token_ratios"] as object[]).map((ratio) => JSON.stringify(ratio)).toSorted();
  return rounded({ ...result, token_ratios: ratios, created_at: typeof created_at });
}

it("replays after erasing as if the rows had never been there", { timeout: 60_000 }, async () => {
  using erased = temporaryFolder();
  using never = temporaryFolder();
  const policy = {
    strategy: "ab_test",
    salt: "salt",
    split: [
      { name: "a", weight: 1, policy: { strategy: "latency" } },
      { name: "b", weight: 1, policy: { strategy: "cost_optimized" } },
    ],
  };
  for (const folder of [erased, never]) {
    writeFileSync(folder.file("policy.json"), JSON.stringify(policy));
    const { traffic, close } = openSqliteStore(folder.path);
    const kept = folder === erased ? rows : rows.filter(({ end_user: user }) => user !== "ada");
    traffic.append(kept.slice(0, 350));
    traffic.seal();
    traffic.append(kept.slice(350));
    close();
  }
  const before = await simulated(erased.path);
  expect(await understudyJson(["erase", "--user", "ada", "--yes", "--data", erased.path])).toMatchObject({ rows: 120 });
  const after = await simulated(erased.path);
  expect(after).toEqual(await simulated(never.path));
  expect(after).not.toEqual(before);
  const store = openSqliteStore(erased.path);
  store.traffic.seal();
  store.close();
  expect(await simulated(erased.path)).toEqual(after);
});
