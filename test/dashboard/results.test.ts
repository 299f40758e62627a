import { afterAll, beforeAll, expect, it } from "vitest";
import { judgedShop, ROWS, verdict, fair, type JudgedShop } from "../judge/judged-shop.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

let shop: JudgedShop;
let here: Stage;
let simulation: string;

beforeAll(async () => {
  shop = await judgedShop({ "gpt-4.1": (shown) => ({ text: verdict(fair(shown)) }) });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
  const body = { policy: "single:gpt-4o-mini:openai", window: { last: "7d" } };
  ({ id: simulation } = (await here.gateway.api("POST", "/api/simulations", body)).body as unknown as { id: string });
}, 120_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

it("how latencies are spread is drawn for both sides, said when pointed at, and there as a table", async () => {
  const { page, open, trouble } = await here.signedIn();
  for (const id of [shop.experiment, simulation]) {
    await open(`/experiments/${id}`);
    const spread = page.getByRole("figure").filter({ hasText: "How latencies are spread" });
    await spread.getByText(`baseline, n = ${ROWS}`).waitFor();
    await spread.getByText(`candidate, n = ${ROWS}`).waitFor();
    const drawn = spread.getByRole("img");
    const { width = 0 } = (await drawn.boundingBox()) ?? {};
    // Every original took a second: the last bin.
    await drawn.hover({ position: { x: width - 4, y: 20 } });
    await spread.getByText(/1,000 ms to 1,250 ms: baseline 100 \(100\.0%; 100\.0% up to here\), candidate/u).waitFor();
    await spread.getByRole("button", { name: "Table" }).click();
    await spread.getByRole("row", { name: /^1,000 ms to 1,250 ms 100 100\.0% 100\.0% / }).waitFor();
  }
  expect(trouble).toEqual([]);
});

it("a measured result says what each target cost and how both sides failed, and leads to the pairs that differ most", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${shop.experiment}`);
  const cost = page.getByRole("figure").filter({ hasText: "Cost by target" });
  await cost.getByText("baseline: gpt-4o:openai").waitFor();
  await cost.getByText(/100 calls, 1 of unknown cost/u).waitFor();
  const failures = page.getByRole("table", { name: /Fallbacks are known of pairs/u });
  await failures.getByRole("row", { name: /Failed: client 4xx 0 0\.0% 1 1\.00% \+1 measured n = 100/u }).waitFor();
  await failures
    .getByRole("row", { name: /Another target was asked after a failure – the log does not say 0 of 100/u })
    .waitFor();
  await page
    .getByRole("table", { name: /By likeness/u })
    .getByRole("link")
    .first()
    .click();
  const pair = page.getByRole("article");
  await pair.getByText("Please write to somebody else").first().waitFor();
  await pair.getByRole("heading", { name: "Field by field" }).waitFor();
  await page.reload();
  await pair.getByText("Please write to somebody else").first().waitFor();
  expect(trouble).toEqual([]);
});

it("any request of a simulation opens with the decisions of both sides, by a click, by its id and by the address", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${simulation}`);
  const failures = page.getByRole("table", { name: /Whether a fallback gave the logged answer/u });
  await failures.getByRole("row", { name: /Failed: client 4xx 0 0\.0% 1 1\.00%/u }).waitFor();
  await failures.getByRole("row", { name: /asked after a failure – the log does not say 0 of 100/u }).waitFor();
  const link = page
    .getByRole("table", { name: /By cost/u })
    .getByRole("link")
    .first();
  await link.click();
  const drawer = page.getByRole("dialog", { name: "Request of the simulation" });
  await drawer.getByRole("row", { name: /Baseline gpt-4o:openai .* recorded/u }).waitFor();
  await drawer.getByRole("row", { name: /Candidate gpt-4o-mini:openai .* recorded/u }).waitFor();
  await drawer.getByText("the only target").first().waitFor();
  await drawer.getByText("No decision was kept with it").waitFor();
  await page.reload();
  await drawer.getByText("the only target").first().waitFor();
  expect(await accessibility(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => drawer.count()).toBe(0);
  await page.getByLabel("Any request, by its id").fill("r5");
  await page.keyboard.press("Enter");
  await drawer.getByText("the only target").first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByLabel("Any request, by its id").fill("nothing of the kind");
  await page.keyboard.press("Enter");
  await drawer.getByRole("alert").first().waitFor();
  expect(trouble).toEqual([]);
});

it("a result of before spreads and costs by target were kept shows what it has", async () => {
  const { page, open, trouble } = await here.signedIn();
  for (const id of [shop.experiment, simulation]) {
    await page.route(`**/api/experiments/${id}`, async (route) => {
      const answer = await (await route.fetch()).json();
      for (const name of ["latency_histogram", "cost_by_target", "exercised"]) delete answer.result[name];
      for (const side of ["baseline", "candidate"]) if (id === simulation) delete answer.result[side].failures;
      await route.fulfill({ json: answer });
    });
    await open(`/experiments/${id}`);
    await page.getByRole("figure").filter({ hasText: "Median, mean and 95th percentile" }).waitFor();
    await expect.poll(() => page.getByText("How latencies are spread").count()).toBe(0);
  }
  expect(trouble).toEqual([]);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  for (const [path, heading] of [
    [`/experiments/${shop.experiment}`, "Errors and fallbacks"],
    [`/experiments/${simulation}?request=r5`, "Why the candidate goes there"],
  ] as const) {
    await open(path);
    await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  }
  expect(trouble).toEqual([]);
});
