import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askedAgain, ENVIRONMENT, logged, numberOf, type AskedAgain } from "../../experiment/asked-again.ts";
import { accessibility, sideways, stage, type Stage } from "../stage.ts";

const MAIN = join(import.meta.dirname, "../../../src/main.ts");
const ROWS = 40;
const SLOW_MS = 400;
/** A process that was killed is missed after its lease. */
const MISSED_MS = 30_000;
let shop: AskedAgain;
let here: Stage;
let ms = SLOW_MS;

beforeAll(async () => {
  shop = await askedAgain(
    Array.from({ length: ROWS }, (_, at) => logged(at)),
    (body) => ({ text: `answer ${numberOf(body)}`, ms }),
  );
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
}, 120_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

interface Line {
  readonly id: string;
  readonly state: string;
}

async function newest(): Promise<Line | undefined> {
  const { body } = await here.gateway.api("GET", "/api/experiments");
  return (body as unknown as { readonly experiments: readonly Line[] }).experiments[0];
}

it("a run whose process was killed is said to be interrupted, with what it did and spent, and is gone on with", async () => {
  ms = SLOW_MS;
  const words = ["experiment", "--policy", "single:gpt-4o-mini:openai", "--last", "7d", "--control", "none"];
  const more = ["--sample", "all", "--max-spend", "1", "--concurrency", "2", "--yes", "--json"];
  const child = spawn(process.execPath, [MAIN, ...words, ...more, "--config", shop.config, "--data", shop.data], {
    env: { PATH: process.env["PATH"], ...ENVIRONMENT },
    stdio: "ignore",
  });
  await expect.poll(() => shop.provider.requests.length, { timeout: 30_000 }).toBeGreaterThan(6);
  const { id } = (await newest()) as Line;
  const { page, open, trouble } = await here.signedIn({ width: 360, theme: "dark" });
  await page.goto(`${here.gateway.url}/experiments/${id}`);
  await page.getByText("running", { exact: true }).waitFor();
  child.kill("SIGKILL");

  await page.getByText("interrupted", { exact: true }).waitFor({ timeout: MISSED_MS });
  await page.getByText("its process ended").waitFor();
  const done = Number(/: (\d+) of 40/u.exec((await page.getByText(/Pairs done: \d+ of 40/u).textContent()) ?? "")?.[1]);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(ROWS);
  const spent = page.getByText(/^Spent \$0\.\d+ of at most \$1\.00/u);
  await spent.waitFor();
  await page.getByText(`understudy experiment resume ${id}`).waitFor();
  await page.getByRole("heading", { name: "Similarity of the answers" }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);

  await open("/experiments?state=interrupted");
  await page.getByRole("cell", { name: "interrupted" }).first().waitFor();
  await open(`/experiments/${id}`);
  ms = 0;
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText(/^Pairs done: 40 of 40/u).waitFor({ timeout: 20_000 });
  await page.getByText("completed", { exact: true }).waitFor();
  await expect.poll(() => page.getByText("understudy experiment resume").count()).toBe(0);
  expect(trouble).toEqual([]);
}, 90_000);
