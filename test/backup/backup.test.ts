import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { sampleExchange } from "../../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const open: { gateways: Running[]; provider: Upstream | null } = { gateways: [], provider: null };

afterEach(async () => {
  for (const gateway of open.gateways.splice(0)) await gateway.stop();
  await open.provider?.close();
});

interface Backup {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly files: readonly string[];
}

it("backs up a gateway that serves, and what is unpacked serves and replays", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  using restored = temporaryFolder();
  using backups = temporaryFolder();
  const provider = (open.provider = await upstream((_, response) =>
    response.end(
      JSON.stringify({
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello." } }],
        usage: { prompt_tokens: 5, completion_tokens: 2 },
      }),
    ),
  ));
  const deployment = { providers: { openai: { base_url: provider.url, allow_private: true } } };
  const gateway = await start(deployment, folder.path);
  open.gateways.push(gateway);
  const asking = { on: true };
  const asked = (async () => {
    while (asking.on)
      await Promise.all(
        Array.from({ length: 8 }, () =>
          fetch(`${gateway.url}/v1/chat/completions`, {
            method: "POST",
            headers: { authorization: `Bearer ${gateway.key}` },
            body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
          }).then((response) => response.text()),
        ),
      );
  })();
  const logged = async (): Promise<number> => (await gateway.api("GET", "/api/logs?limit=500")).body.rows.length;
  while ((await logged()) < 100);
  const file = backups.file("understudy.tar");
  const made = await understudyJson<Backup>(["backup", file, "--data", folder.path]);
  asking.on = false;
  await asked;
  expect(made.rows).toBeGreaterThanOrEqual(100);
  expect(made).toMatchObject({ file, bytes: statSync(file).size });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(backups.path)).toEqual(["understudy.tar"]);

  execFileSync("tar", ["-xf", file, "-C", restored.path]);
  expect(readdirSync(restored.path).toSorted()).toEqual(made.files.toSorted());
  const copy = openSqliteStore(restored.path);
  const rows = [...copy.traffic.export({})];
  expect(rows.length).toBe(made.rows);
  for (const row of rows) expect([row.replayability, row.request_body?.includes("hi")]).toEqual(["exact", true]);
  copy.close();
  const simulated = await understudyJson<{ requests: number }>([
    "simulate",
    "--policy",
    "single:gpt-4o:openai",
    "--data",
    restored.path,
  ]);
  expect(simulated.requests).toBe(made.rows);

  const again = await start(deployment, restored.path, gateway.key);
  open.gateways.push(again);
  const id = rows[0]?.request_id ?? "";
  const replayed = await again.api("POST", `/api/logs/${id}/replay`);
  expect([replayed.status, typeof replayed.body.new_request_id]).toEqual([200, "string"]);
});

it("writes over nothing without --force, and says what stands in its way", async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  store.traffic.append([sampleExchange(1), sampleExchange(2)]);
  const file = folder.file("old.tar");
  writeFileSync(file, "precious");
  const backup = (to: string, ...flags: string[]) => understudy(["backup", to, "--data", folder.path, ...flags]);
  const refused = await backup(file);
  expect([refused.code, refused.err.includes("--force"), readFileSync(file, "utf8")]).toEqual([2, true, "precious"]);
  const forced = await backup(file, "--force");
  expect([forced.code, forced.out.startsWith("2 rows and all settings, ")]).toEqual([0, true]);
  expect(execFileSync("tar", ["-tf", file], { encoding: "utf8" })).toBe("traffic.db\nbodies.db\ncontrol.db\n");
  mkdirSync(folder.file("sub"));
  expect((await backup(folder.file("sub"))).err).toContain("this is a folder");
  expect((await backup(folder.file("none/b.tar"))).err).toContain("no such folder");
  const missing = await understudy(["backup", folder.file("b.tar"), "--data", folder.file("none")]);
  expect([missing.code, missing.err.includes("no store")]).toEqual([2, true]);
  expect(readdirSync(folder.path).filter((name) => name.includes("unfinished"))).toEqual([]);
  store.close();
});
