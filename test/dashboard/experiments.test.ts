import { afterAll, beforeAll, expect, it } from "vitest";
import { judgedShop, ROWS, verdict, fair, type JudgedShop } from "../judge/judged-shop.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { tryAgain } from "./try-again.ts";

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

it("lists simulations and measured experiments, filtered by the address", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments");
  const rows = page.getByRole("table", { name: "Experiments, newest first" }).getByRole("row");
  await expect.poll(() => rows.count()).toBe(3);
  await page.getByRole("cell", { name: /saves .*measured.*95%.*n = \d/u }).waitFor();
  await page.getByLabel("Mode").selectOption("routing only");
  await expect.poll(() => rows.count()).toBe(2);
  await page.reload();
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByLabel("Candidate or id").fill("no such thing");
  await page.getByText("No experiment fits these filters").waitFor();
  await page.getByRole("button", { name: "Show all 2" }).click();
  await expect.poll(() => rows.count()).toBe(3);
  await page.getByRole("link", { name: "single:gpt-4o-mini:openai" }).first().click();
  await page.getByRole("heading", { name: "Baseline against candidate" }).waitFor();
  expect(trouble).toEqual([]);
});

it("a simulation says what it saves, what that stands on, who would answer and what it cannot count", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${simulation}`);
  const table = page.getByRole("table", { name: /The baseline is what the log holds/u });
  await table.getByRole("row", { name: /Cost .*95%.*n = 99/u }).waitFor();
  await page.getByText("saves", { exact: false }).first().waitFor();
  const routes = page.getByRole("figure").filter({ hasText: "Routes before and after" });
  await routes.getByText("gpt-4o:openai", { exact: true }).waitFor();
  await routes.getByRole("button", { name: "Table" }).click();
  await routes.getByRole("row", { name: `gpt-4o:openai gpt-4o-mini:openai ${ROWS} 100.0%` }).waitFor();
  await page.getByRole("heading", { name: "What could not be counted" }).waitFor();
  const report = await page.getByRole("link", { name: "Report as one page" }).getAttribute("href");
  expect(report).toBe(`/api/experiments/${simulation}/report`);
  expect(trouble).toEqual([]);
});

it("pairs are read one by one, the least alike first, by keyboard and by address", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${shop.experiment}`);
  await page.getByRole("link", { name: "major", exact: true }).click();
  const pair = page.getByRole("article");
  const heading = pair.getByRole("heading", { name: /^Pair \d+/u });
  await pair.getByText("Please write to somebody else").first().waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get("bucket")).toBe("major");
  await pair.getByRole("region", { name: "Differences word by word" }).locator("del").first().waitFor();
  await pair.getByText("chose gpt-4o-mini:openai").waitFor();
  const first = await heading.textContent();
  await page.keyboard.press("j");
  await expect.poll(() => heading.textContent()).not.toBe(first);
  const second = await heading.textContent();
  await page.reload();
  await expect.poll(() => heading.textContent()).toBe(second);
  await page.keyboard.press("k");
  await expect.poll(() => heading.textContent()).toBe(first);
  await page.getByLabel("Bucket").selectOption("hard");
  await pair.getByText("failed").first().waitFor();
  await open(`/experiments/${shop.experiment}?tab=pairs&pair=77777`);
  await page.getByText("Pair 77777 is not among these").waitFor();
  await page.getByRole("button", { name: "Show the first" }).click();
  await pair.waitFor();
  expect(trouble).toEqual([]);
});

it("a judge is asked once its price is known, and its verdicts stand there with whiskers and reasons", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${shop.experiment}?tab=judge`);
  await page.getByText("No judge has looked at these pairs").waitFor();
  await page.getByRole("textbox", { name: "Judge", exact: true }).fill("gpt-4.1:openai");
  await page.getByLabel("Criterion").fill("Is it whole?");
  await page.getByRole("button", { name: "Show the price" }).click();
  await page.getByText(/100 pairs for about \$0\.\d+, at most \$2\.00/u).waitFor();
  await page.getByRole("button", { name: "Judge them" }).click();
  await page.getByText("completed", { exact: true }).last().waitFor();
  await page.getByText("“Is it whole?”").waitFor();
  const bars = page.getByRole("figure").filter({ hasText: "Verdicts, of the window" });
  await bars
    .getByText(/% \(95%: /u)
    .first()
    .waitFor();
  await page.getByText("Same verdict in both orders").waitFor();
  await page
    .getByText(/it is$/u)
    .first()
    .waitFor();
  expect(await accessibility(page)).toEqual([]);
  await page.reload();
  await bars.waitFor();
  const link = page.getByRole("link", { name: /^Pair \d+$/u }).first();
  const name = (await link.textContent()) ?? "";
  await link.click();
  await page.getByRole("article", { name, exact: true }).waitFor();
  expect(trouble).toEqual([]);
}, 90_000);

it("one that is gone, and an API that fails, are said as what they are", async () => {
  const { page, open } = await here.signedIn();
  await open("/experiments/sim_gone");
  await page.getByText("This experiment is not there (any more)").waitFor();
  await page.getByRole("link", { name: "All experiments" }).click();
  await page.getByRole("heading", { name: "Experiments" }).waitFor();
  await page.route("**/api/experiments*", (route) =>
    route.fulfill({ status: 500, json: { error: { code: "broken", message: "The store is not to be read." } } }),
  );
  await page.reload();
  await page.getByRole("alert").getByText("The store is not to be read.").waitFor({ timeout: 20_000 });
  await page.unroute("**/api/experiments*");
  await tryAgain(page, page.getByRole("table"));
  await page.route("**/api/experiments*", (route) => route.fulfill({ json: { experiments: [] } }));
  await page.reload();
  await page.getByText("No experiment was made yet").waitFor();
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  for (const [path, heading] of [
    ["/experiments", "Experiments"],
    [`/experiments/${simulation}`, "Baseline against candidate"],
    [`/experiments/${shop.experiment}?tab=pairs`, "Field by field"],
  ] as const) {
    await open(path);
    await page.getByRole("heading", { name: heading, exact: true }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  }
  expect(trouble).toEqual([]);
});
