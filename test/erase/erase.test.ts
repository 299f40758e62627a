import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { sampleExchange } from "../../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { LOSS, RUN, SIDE } from "../../src/store/shadow.fixtures.ts";
import { start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const ADA = "ada-lovelace-1815";
const open: { gateway: Running | null; provider: Upstream | null } = { gateway: null, provider: null };

afterEach(async () => {
  await open.gateway?.stop();
  await open.provider?.close();
});

/** Files of the store, without the spool, that hold a text. */
function holding(folder: string, text: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.includes(".db") && readFileSync(join(folder, name)).includes(text));
}

it(
  "erases a user while the gateway runs, and a killed gateway's spool does not bring them back",
  {
    timeout: 60_000,
  },
  async () => {
    using folder = temporaryFolder();
    const provider = (open.provider = await upstream((_, response) =>
      response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: "stop", message: { content: "ok" } }] })),
    ));
    const deployment = { providers: { openai: { base_url: provider.url, allow_private: true } } };
    const first = (open.gateway = await start(deployment, folder.path));
    const ask = (gateway: Running, user: string): Promise<string> =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${first.key}`, "x-understudy-user": user },
        body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: `I am ${user}` }] }),
      }).then((response) => response.text());
    const rowsOf = async (gateway: Running, user: string): Promise<number> =>
      (await gateway.api("GET", `/api/logs?end_user=${user}`)).body.rows.length;
    const become = async (count: () => Promise<number>, wanted: number): Promise<void> => {
      for (let tries = 0; (await count()) !== wanted && tries < 100; tries++) await wait(50);
      expect(await count()).toBe(wanted);
    };
    for (let round = 0; round < 4; round++) await Promise.all([ask(first, ADA), ask(first, "bob")]);
    await become(() => rowsOf(first, ADA), 4);
    expect(holding(folder.path, ADA)).not.toEqual([]);

    const [asked] = (await first.api("GET", `/api/logs?end_user=${ADA}`)).body.rows;

    const erase = ["erase", "--user", ADA, "--data", folder.path];
    const refused = await understudy(erase);
    expect([refused.code, refused.err.includes("4 rows"), refused.err.includes("--yes")]).toEqual([2, true, true]);
    const erased = await understudyJson([...erase, "--yes"]);
    expect(erased).toEqual({ user: ADA, project: null, rows: 4, units: 0, comparisons: 0, spooled_rows: 4 });
    expect(holding(folder.path, ADA)).toEqual([]);
    expect([await rowsOf(first, ADA), await rowsOf(first, "bob")]).toEqual([0, 4]);
    const { body } = await first.api("GET", "/api/audit?action=user.erase");
    const user_sha256 = createHash("sha256").update(ADA).digest("hex");
    expect(body.entries).toMatchObject([{ actor: "cli", details: { user_sha256, project: null, rows: 4 } }]);
    expect(holding(folder.path, ADA)).toEqual([]);

    // A mirror was asking when the user was erased: the spool still says whose request that was.
    const store = openSqliteStore(folder.path);
    const late = { ...LOSS, contract: null, primary: { ...SIDE, request_id: asked?.request_id ?? "" } };
    store.control.shadows.putShadowRun({ ...RUN, origin: "mirror", mirror: "mir_1", pack: null }, [late]);
    store.close();
    expect(await understudyJson([...erase, "--yes"])).toMatchObject({ rows: 0, comparisons: 1, spooled_rows: 4 });

    await first.stop("SIGKILL");
    const second = (open.gateway = await start(deployment, folder.path, first.key));
    await ask(second, ADA);
    await become(() => rowsOf(second, ADA), 1);
    expect(await rowsOf(second, "bob")).toBe(4);
    await second.stop();
    const text = await understudy([...erase, "--yes"]);
    expect(text.out).toBe(`Erased 1 row of ${ADA}.\n`);
  },
);

it("erases in one project only, where one is named, and what snapshots and experiments say of the user there", async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  const rows = ["shop", "search"].map((project, number) => sampleExchange(number, { project, end_user: ADA }));
  store.traffic.append([...rows, sampleExchange(2, { end_user: "bob" })]);
  store.control.putFacts({
    facts_id: "tiers_1",
    cut_at: 1,
    facts: { shop: { [ADA]: 0.5, bob: 0 }, search: { [ADA]: 0 } },
  });
  const experiment = { created_at: 1, mode: "routing_only", result: {}, facts_id: "f" } as const;
  store.control.putExperiment({ ...experiment, id: "sim_1", request: { filter: { end_user: ADA, project: "shop" } } });
  store.control.putExperiment({ ...experiment, id: "sim_2", request: { filter: { end_user: ADA } } });
  const erase = ["erase", "--user", ADA, "--data", folder.path, "--yes"];
  expect(await understudyJson([...erase, "--project", "shop"])).toMatchObject({ project: "shop", rows: 1 });
  expect([...store.traffic.export({})].map(({ source_id: id }) => id)).toEqual(["source-1", "source-2"]);
  expect(store.control.facts("tiers_1")?.facts).toEqual({ shop: { bob: 0 }, search: { [ADA]: 0 } });
  expect(store.control.experiment("sim_1")?.request).toEqual({ filter: { end_user: "(erased)", project: "shop" } });
  expect((await understudy(erase)).out).toBe(`Erased 1 row of ${ADA}.\n`);
  expect(store.control.facts("tiers_1")?.facts).toEqual({ shop: { bob: 0 }, search: {} });
  expect(store.control.experiment("sim_2")?.request).toEqual({ filter: { end_user: "(erased)" } });
  expect(holding(folder.path, ADA)).toEqual([]);
  store.close();
});

it("leaves nothing of a user's pairs and their results", async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  const { runs } = store.control;
  const words = (): string => randomBytes(300).toString("base64url");
  const units = [ADA, "bob"].map((user, ordinal) => ({
    ordinal,
    key: user,
    data: { request_id: `req_${ordinal}`, end_user: user, prompt: words() },
  }));
  const run = { id: "sim_1", kind: "experiment", parent: null, created_at: 1, actor: "cli", cap_usd: 1 } as const;
  runs.putRun({ ...run, definition: {} }, units);
  runs.claim("sim_1", "w", 0, 10);
  const results = units.map(({ ordinal }) => ({
    run: "sim_1",
    ordinal,
    worker: "w",
    at: 1,
    result: { answer: words() },
  }));
  for (const result of results) runs.finish(result);
  const database = new DatabaseSync(folder.file("control.db"), { readOnly: true });
  const [ada, bob] = [0, 1].map((ordinal) =>
    [
      "SELECT data AS bytes FROM run_units WHERE ordinal = ?",
      "SELECT result AS bytes FROM run_results WHERE ordinal = ?",
    ]
      .map((sql) => database.prepare(sql).get(ordinal)?.["bytes"] as Uint8Array)
      .map((bytes) => Buffer.from(bytes).subarray(100, 150)),
  ) as [Buffer[], Buffer[]];
  database.close();
  const kept = (part: Buffer): boolean =>
    readdirSync(folder.path).some((name) => name.includes(".db") && readFileSync(folder.file(name)).includes(part));
  expect([...ada, ...bob].map(kept)).toEqual([true, true, true, true]);
  const said = await understudy(["erase", "--user", ADA, "--data", folder.path, "--yes"]);
  expect(said.out).toBe(`Erased 0 rows of ${ADA}.\nBlanked 1 unit of experiments and judge runs about them.\n`);
  expect([...ada, ...bob].map(kept)).toEqual([false, false, true, true]);
  expect([...runs.results("sim_1")].map(({ result }) => result)).toEqual([{ erased: true }, results[1]?.result]);
  store.close();
});

it("says what is wrong", async () => {
  using folder = temporaryFolder();
  const missing = await understudy(["erase", "--user", "ada", "--yes", "--data", folder.file("none")]);
  expect([missing.code, missing.err.includes("no store")]).toEqual([2, true]);
  const nobody = await understudyJson<{ error: { field: string } }>(["erase", "--data", folder.path]);
  expect(nobody.error.field).toBe("--user");
});

it("takes pairs of the user's requests out of shadow runs, byte by byte", { timeout: 30_000 }, async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  const rows = [1, 2].map((number) => sampleExchange(number, { end_user: number === 1 ? ADA : "bob" }));
  store.traffic.append(rows);
  const said = "Lovelace asked for a refund";
  const pairs = rows.map(({ request_id: id }, index) => ({
    ...LOSS,
    contract: null,
    primary: { ...SIDE, request_id: id, answer: { text: index === 0 ? said : "bob asked" } },
  }));
  const run = { ...RUN, origin: "mirror", mirror: "mir_1", pack: null } as const;
  store.control.shadows.putShadowRun(run, pairs);
  store.close();
  expect(holding(folder.path, said)).not.toEqual([]);
  const erased = await understudyJson(["erase", "--user", ADA, "--data", folder.path, "--yes"]);
  expect(erased).toMatchObject({ rows: 1, comparisons: 1 });
  expect(holding(folder.path, said)).toEqual([]);
  const { comparisons } = await understudyJson<{ comparisons: readonly { readonly primary: object }[] }>([
    "shadow",
    "show",
    run.id,
    "--data",
    folder.path,
  ]);
  expect(comparisons).toMatchObject([{ primary: { request_id: rows[1]?.request_id } }]);
});
