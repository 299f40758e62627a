import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { sampleExchange } from "../../src/store/exchange.fixtures.ts";
import { openSqliteStore } from "../../src/store/index.ts";
import { temporaryFolder, understudyJson } from "../understudy.ts";
import { start, type Running } from "./running.ts";

const DAY = 86_400_000;
let gateway: Running | null = null;

afterEach(async () => {
  await gateway?.stop();
  gateway = null;
});

/** What `understudy up` prints, then it is stopped. */
async function greeting(folder: string): Promise<string> {
  const main = join(import.meta.dirname, "../../src/main.ts");
  const child = spawn(process.execPath, [main, "up", "--port", "0", "--data", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes("Stop with Ctrl-C")) child.kill("SIGTERM");
  }
  return text;
}

it("removes what is older than its project keeps it, and nothing that was imported", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  store.control.putProject({ name: "archive", created_at: 0, retention_days: null, redact: [] });
  const rows = [
    { number: 1, origin: "live", project: "shop", days: 8 },
    { number: 2, origin: "live", project: "shop", days: 6 },
    { number: 3, origin: "import", project: "shop", days: 80 },
    { number: 4, origin: "live", project: "archive", days: 80 },
    { number: 5, origin: "replay", project: "shop", days: 9 },
  ] as const;
  store.traffic.append(
    rows.map(({ number, origin, project, days }) =>
      sampleExchange(number, { origin, project, created_at: Date.now() - days * DAY }),
    ),
  );
  const left = (): readonly (string | null)[] => store.traffic.list({}, 10).map(({ source_id: id }) => id);
  expect(left()).toHaveLength(5);
  gateway = await start({ providers: {} }, folder.path);
  for (let tries = 0; left().length > 3 && tries < 200; tries++) await wait(100);
  expect(left()).toEqual(["source-2", "source-4", "source-3"]);
  store.close();
});

it("says at its start how long rows are kept, and beside a longer window", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const store = openSqliteStore(folder.path);
  store.control.putProject({ name: "lab", created_at: 0, retention_days: 30, redact: [] });
  store.traffic.append([sampleExchange(1, { created_at: Date.now() - 60 * DAY, project: "lab" })]);
  store.close();
  const run = await understudyJson<{ notes: readonly string[] }>([
    "simulate",
    "--last",
    "90d",
    "--policy",
    "single:gpt-4o-mini:openai",
    "--data",
    folder.path,
  ]);
  expect(run.notes).toContain("The window is longer than rows of live traffic are kept: project lab 30 days.");
  expect(await greeting(folder.path)).toContain("Logged requests are kept 7 days; project lab: 30 days. Imports stay.");
});
