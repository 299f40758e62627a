import { afterAll, beforeAll, expect, it } from "vitest";
import { askedAgain, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

const ROWS = 40;
const SLOW_MS = 250;
let shop: AskedAgain;
let here: Stage;
let ms = 0;

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

async function begin(more: object = {}): Promise<string> {
  const { body } = await here.gateway.api("POST", "/api/experiments", {
    policy: { strategy: "single", model: "gpt-4o-mini:openai" },
    window: { last: "7d" },
    control: "none",
    sample: "all",
    max_spend_usd: 1,
    concurrency: 2,
    ...more,
  });
  return (body as unknown as { readonly id: string }).id;
}

it("a run is followed live, cancelled, and gone on with to its end", async () => {
  ms = SLOW_MS;
  const id = await begin();
  const { page, open, trouble } = await here.signedIn();
  await page.goto(`${here.gateway.url}/experiments`);
  await page.getByRole("cell", { name: "running" }).waitFor();
  await page.goto(`${here.gateway.url}/experiments/${id}`);
  await page.getByText("running", { exact: true }).waitFor();
  await page.getByText(/Pairs done: [1-9]\d* of 40/u).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("cancelled", { exact: true }).waitFor();
  const told = await page.getByText(/Pairs done: \d+ of 40/u).textContent();
  expect(told).not.toContain("40 of 40");
  await page.getByRole("heading", { name: "Similarity of the answers" }).waitFor();
  await page.reload();
  await page.getByText("cancelled", { exact: true }).waitFor();
  ms = 0;
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("Pairs done: 40 of 40").waitFor();
  await page.getByText("completed", { exact: true }).waitFor();
  await page.getByRole("row", { name: /Cost of the pairs .*saves .*n = 40/u }).waitFor();
  expect(await page.getByRole("button", { name: "Go on" }).count()).toBe(0);
  await open("/experiments?state=completed");
  await page.getByRole("cell", { name: /of \$1\.00/u }).waitFor();
  expect(trouble).toEqual([]);
});

it("one that its cap ended before the first pair says so, and prints no number", async () => {
  const id = await begin({ max_spend_usd: 0.0000001 });
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${id}`);
  await page.getByText("cap reached", { exact: true }).waitFor();
  await page.getByText("No pair is counted yet").waitFor();
  await expect.poll(() => page.getByText("Baseline against candidate").count()).toBe(0);
  expect(trouble).toEqual([]);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  ms = 0;
  const id = await begin({ concurrency: 16 });
  const { page, open, trouble } = await here.signedIn({ width, theme });
  await open(`/experiments/${id}`);
  await page.getByText("completed", { exact: true }).waitFor();
  await page.getByRole("heading", { name: "Outcome classes" }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  expect(trouble).toEqual([]);
});
