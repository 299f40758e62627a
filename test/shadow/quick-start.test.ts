import { join } from "node:path";
import { spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { temporaryFolder, understudy, type Run, type RunOptions } from "../understudy.ts";
import { anthropic, cityPack, environment, json, message, openAi, SIDES, type ShadowReport } from "./stand-ins.ts";

/** Runs `replayci` as npx does. */
function replayci(args: readonly string[], { env = {}, cwd = "." }: RunOptions): Promise<Run> {
  const file = join(import.meta.dirname, "../../bin/replayci");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd, env: { PATH: process.env["PATH"], ...env } });
    let [out, err] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

interface Stage {
  readonly folder: string;
  readonly pack: string;
  readonly env: Readonly<Record<string, string>>;
  readonly asked: () => { readonly primary: readonly unknown[]; readonly shadow: readonly unknown[] };
  readonly headers: () => readonly object[];
}

/** Two providers; the shadow says nothing of use for some cities. */
async function onStage(
  loses: readonly string[],
  work: (stage: Stage) => Promise<void>,
  golden: object = {},
): Promise<void> {
  using folder = temporaryFolder();
  const pack = cityPack(folder.path, golden);
  const primary = await openAi();
  const shadow = await anthropic((response, city) => json(response, 200, message(loses.includes(city) ? null : city)));
  try {
    await work({
      folder: folder.path,
      pack,
      env: environment(primary, shadow),
      asked: () => ({ primary: primary.requests, shadow: shadow.requests }),
      headers: () => [...primary.headers, ...shadow.headers],
    });
  } finally {
    await Promise.all([primary.close(), shadow.close()]);
  }
}

describe("the quick start", () => {
  it("says with every key of the document what would break, and ends as the primary does", async () => {
    await onStage(["Rome", "Lima"], async ({ folder, env, asked, headers }) => {
      const run = await replayci(["--pack", "cities", ...SIDES, "--json"], { env, cwd: folder });
      expect(run).toMatchObject({ code: 0, err: "" });
      const { shadow_pipeline: pipeline } = JSON.parse(run.out) as ShadowReport;
      expect(Object.keys(pipeline).slice(0, 4)).toEqual(["executed", "compared", "persisted", "summary"]);
      expect(Object.entries(pipeline.summary).slice(0, 8)).toEqual(
        Object.entries({
          comparable_n: 5,
          incomparable_n: 0,
          // Five pairs are few, whatever the document's example says.
          confidence_label: "LOW_CONFIDENCE",
          would_fail: 2,
          differs: 2,
          success_rate_primary: 1,
          success_rate_shadow: 0.6,
          success_rate_delta: -0.4,
        }),
      );
      expect(pipeline).toMatchObject({
        executed: 5,
        compared: 5,
        persisted: true,
        persisted_to: "local",
        error: null,
        asked_again: 2,
        summary: { verdict: "needs_review", reason: "regression_suspected", mcnemar_p: 0.5 },
      });
      expect(asked().primary).toHaveLength(5);
      expect(asked().shadow).toHaveLength(7);
      // Each key goes to its own company.
      expect(JSON.stringify(headers().slice(0, 5))).not.toContain("sk-ant-shadow");
      expect(JSON.stringify(headers().slice(5))).not.toContain("sk-primary");
    });
  });

  it("shows for people what would fail, first the primary's own result", async () => {
    await onStage(["Rome"], async ({ folder, pack, env }) => {
      const run = await understudy(["shadow", "--pack", pack, ...SIDES], { env, cwd: folder });
      expect(run.code).toBe(0);
      const [check = "", rest = ""] = run.out.split(/^(?=Rome \/ Rome)/mu);
      expect(check).toContain("5 of 5 contracts: 5 passed");
      expect(rest).toMatch(/would fail/u);
      expect(rest).toContain("shadow Rome: tool_not_invoked");
      expect(rest).toMatch(/needs review.*low confidence/u);
      const next = /^Next: understudy (shadow show shr_\S+ --result loss)$/mu.exec(rest)?.[1] ?? "";
      const shown = await understudy(next.split(" "), { cwd: folder });
      expect(shown.out).toContain("Rome / Rome");
    });
  });

  it("lets the verdict decide where a gate asks for that", async () => {
    await onStage(["Rome"], async ({ pack, env, folder }) => {
      const run = (...more: readonly string[]): Promise<Run> =>
        understudy(["shadow", "--pack", pack, ...SIDES, ...more, "--json"], { env, cwd: folder });
      expect((await run("--gate", "review")).code).toBe(1);
    });
    await onStage([], async ({ pack, env, folder }) => {
      const run = (...more: readonly string[]): Promise<Run> =>
        understudy(["shadow", "--pack", pack, ...SIDES, ...more, "--json"], { env, cwd: folder });
      // No loss in five pairs: too few to say that all is well.
      expect((await run("--gate", "review")).code).toBe(0);
      expect((await run("--gate", "strict")).code).toBe(1);
      const repeated = await run("--gate", "strict", "--repeat", "12");
      expect(repeated.code).toBe(0);
      expect((JSON.parse(repeated.out) as ShadowReport).shadow_pipeline.summary).toMatchObject({
        comparable_n: 60,
        verdict: "clean",
        confidence_label: "MEDIUM_CONFIDENCE",
      });
    });
  });

  it("uses one key for two models of one provider", async () => {
    await onStage([], async ({ pack, env, folder, headers }) => {
      const { REPLAYCI_SHADOW_PROVIDER_KEY: _, ...one } = env;
      const sides =
        "--provider openai --model gpt-4o-mini --shadow-capture --shadow-provider openai --shadow-model gpt-4o";
      const run = await replayci(["--pack", pack, ...sides.split(" "), "--json"], { env: one, cwd: folder });
      expect(JSON.parse(run.out)).toMatchObject({ shadow_pipeline: { compared: 5, error: null } });
      expect(headers().filter((one) => JSON.stringify(one).includes("Bearer sk-primary"))).toHaveLength(10);
    });
  });

  it("sends no secrets to the shadow, nor personal data where it is asked to, and compares no such pair", async () => {
    const key = `sk-${"a1".repeat(16)}`;
    const golden = {
      request: {
        model: "m",
        messages: [{ role: "user", content: `Weather in Oslo? Key ${key}, mail ada@example.com` }],
      },
    };
    await onStage(
      [],
      async ({ pack, env, folder, asked }) => {
        const only = ["--only-contracts", "Oslo", "--redact", "pii", "--json"];
        const run = await understudy(["shadow", "--pack", pack, ...SIDES, ...only], { env, cwd: folder });
        const { shadow_pipeline: pipeline } = JSON.parse(run.out) as ShadowReport;
        expect(pipeline.summary).toMatchObject({ comparable_n: 0, incomparable: { redacted_input: 1 } });
        expect(JSON.stringify(asked().primary)).toContain(key);
        expect(JSON.stringify(asked().shadow)).toContain("Key [openai_api_key], mail [email]");
      },
      golden,
    );
  });
});

describe("what cannot be run", () => {
  it.each([
    ["one shadow flag", ["--shadow-provider", "anthropic"], "needs --shadow-model"],
    ["no shadow at all", [], "needs --shadow-provider and --shadow-model"],
    [
      "a shadow of recordings",
      ["--shadow-provider", "recorded", "--shadow-model", "x"],
      "recordings cannot be a shadow",
    ],
    ["an unknown provider", ["--shadow-provider", "nobody", "--shadow-model", "x"], 'there is no provider "nobody"'],
    [
      "no such margin",
      ["--shadow-provider", "openai", "--shadow-model", "x", "--margin", "2"],
      "--margin does not take 2",
    ],
  ])("%s: nothing is sent", async (_, flags, message) => {
    await onStage([], async ({ pack, env, folder, asked }) => {
      const provider = ["--provider", "openai", "--model", "gpt-4o-mini"];
      const run = await understudy(["shadow", "--pack", pack, ...provider, ...flags], { env, cwd: folder });
      expect(run).toMatchObject({ code: 2, out: "" });
      expect(run.err).toContain(message);
      expect(asked()).toEqual({ primary: [], shadow: [] });
    });
  });

  it("names both keys where neither side has one", async () => {
    using folder = temporaryFolder();
    const run = await understudy(["shadow", "--pack", cityPack(folder.path), ...SIDES], { cwd: folder.path });
    expect(run.code).toBe(3);
    expect(run.err).toContain("REPLAYCI_PROVIDER_KEY and REPLAYCI_SHADOW_PROVIDER_KEY");
  });

  it("ignores the shadow on recordings, and says so", async () => {
    await onStage([], async ({ pack, env, folder, asked }) => {
      const flags = SIDES.join(" ").replace("--provider openai --model gpt-4o-mini", "--provider recorded").split(" ");
      const run = await replayci(["--pack", pack, ...flags, "--json"], { env, cwd: folder });
      expect(run.err).toContain("shadow mode is ignored");
      expect(JSON.parse(run.out)).not.toHaveProperty("shadow_pipeline");
      expect(asked().shadow).toEqual([]);
    });
  });
});
