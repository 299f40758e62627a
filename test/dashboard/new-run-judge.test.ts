import { afterAll, beforeAll, expect, it } from "vitest";
import { fair, judgedShop, verdict, type JudgedShop } from "../judge/judged-shop.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

let shop: JudgedShop;
let here: Stage;

beforeAll(async () => {
  shop = await judgedShop({ "gpt-4.1": (shown) => ({ text: verdict(fair(shown)) }) });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
}, 120_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

const FORM = "/experiments/new?by=policy&policy=gpt-4o-mini%3Aopenai&mode=with_responses&sample=20&control=none&cap=1";

it("a judge is asked for along with the run: its price is shown beside, one cap holds for both, and it begins by itself", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(FORM);
  await page.getByRole("combobox", { name: "Judge" }).fill("gpt-4.1");
  await page.getByText("Expected MODEL:PROVIDER.").first().waitFor();
  await page.getByRole("combobox", { name: "Judge" }).fill("gpt-4o-mini:openai");
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  await page.getByRole("alert").getByText("it would judge itself").waitFor({ timeout: 30_000 });
  await page.getByRole("combobox", { name: "Judge" }).fill("gpt-4.1:openai");
  await page.getByLabel("Criterion").fill("Is it whole?");
  await expect.poll(() => new URL(page.url()).searchParams.get("criterion")).toBe("Is it whole?");
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  const preview = page.getByRole("region", { name: "What would be sent" });
  await preview.getByText("Then gpt-4.1:openai judges 20 pairs at most").waitFor({ timeout: 30_000 });
  await preview.getByRole("row", { name: /gpt-4\.1:openai judge/u }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  await preview.getByRole("button", { name: "Start" }).click();
  await page.waitForURL(/\/experiments\/sim_/u, { timeout: 30_000 });
  await page.getByRole("tab", { name: "Judge" }).click();
  const run = page.getByRole("combobox", { name: "Judge run" });
  await run.waitFor({ timeout: 60_000 });
  await page.getByText("Is it whole?").first().waitFor();
  await expect.poll(() => run.locator("option").first().textContent(), { timeout: 60_000 }).toContain("completed");
  expect(trouble).toEqual([]);
}, 180_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  await open(`${FORM}&judge=gpt-4.1%3Aopenai&protocol=equivalence`);
  await page.getByLabel("Criterion").waitFor();
  await expect.poll(() => page.getByLabel("Verdicts").inputValue()).toBe("equivalence");
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  expect(trouble).toEqual([]);
});
