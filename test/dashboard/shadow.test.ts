import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { HOSTILE, pushShadowRuns, runId } from "./shadow-runs.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { tryAgain } from "./try-again.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
  await pushShadowRuns(here.gateway);
}, 120_000);
afterAll(() => here.close());

const choice = (page: Page, name: RegExp) => page.getByRole("button", { name });
const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
const pairsTable = (page: Page) => page.getByRole("table", { name: "Primaries and shadows of the window" });

it("says what to type where nothing was compared", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/shadow?from=2020-01-01&to=2020-01-02");
  await expect.poll(() => page.getByLabel("Window").textContent()).toContain("2020-01-01 to 2020-01-02");
  await page.getByText("No shadow run in this window").waitFor();
  await page.getByText("understudy shadow --pack").waitFor();
  await page.getByRole("navigation", { name: "Shadow" }).getByRole("link", { name: "Mirrors" }).click();
  await page.getByText("No mirror yet").waitFor();
  await page.getByText("understudy shadow mirror add").waitFor();
  expect(trouble).toEqual([]);
});

it("pairs with their verdicts: counted, filtered, over another window, and the address keeps it", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/shadow");
  await choice(page, /^all 4$/u).waitFor();
  await expect.poll(() => pairsTable(page).getByRole("row").count()).toBe(5);
  await choice(page, /^needs review 1$/u).click();
  await expect.poll(() => pairsTable(page).getByRole("row").count()).toBe(2);
  await pairsTable(page).getByText("1 of 22").waitFor();
  await page.getByLabel("Window").selectOption("30d");
  await choice(page, /^all 5$/u).waitFor();
  expect(search(page)).toEqual({ verdict: "needs_review", last: "30d" });
  await page.reload();
  await choice(page, /^all 5$/u).waitFor();
  await expect.poll(() => choice(page, /^needs review/u).getAttribute("aria-pressed")).toBe("true");
  await page.getByLabel("Runs of").selectOption("mirror");
  await page.getByText("No shadow run in this window").waitFor();
  expect(trouble).toEqual([]);
});

it("a pair is opened by keyboard: what to do, how sure that is, why some were not compared, and on to what would fail", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/shadow?verdict=needs_review");
  await pairsTable(page).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "claude-sonnet-4-6:anthropic for gpt-4o-mini:openai" }).waitFor();
  const advice = page.getByRole("region", { name: "What to do" });
  await advice.getByText("Investigate before switching").waitFor();
  await advice.getByText("low confidence").waitFor();
  await advice.getByText("wider than two margins").waitFor();
  await page.getByText("the shadow gave no answer").waitFor();
  await page
    .getByRole("figure")
    .filter({ hasText: "What became of the pairs" })
    .getByText("1 (4.55%)")
    .first()
    .waitFor();
  await page.reload();
  await advice.getByRole("link", { name: "Read the pairs that would fail" }).click();
  await page.getByRole("article", { name: "Pair 1" }).waitFor();
  expect(search(page)).toEqual({ show: "loss" });
  expect(trouble).toEqual([]);
});

it("a run step by step: j and k through its pairs, what failed, what differs, and text that stays text", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/shadow/runs/${runId(1)}`);
  const first = page.getByRole("article", { name: "Pair 1" });
  await first.getByText("refund was expected, nothing was called.").waitFor();
  await first.getByText("missing call").waitFor();
  await first.getByText(HOSTILE).last().waitFor();
  await page.keyboard.press("j");
  const second = page.getByRole("article", { name: "Pair 2" });
  await second.getByText("Nothing came within 30 s.").waitFor();
  expect(search(page)).toEqual({ pair: "2" });
  await page.reload();
  await second.waitFor();
  await page.keyboard.press("k");
  await first.waitFor();
  await choice(page, /^not compared 1$/u).click();
  await second.waitFor();
  await page.getByLabel("Contract", { exact: true }).selectOption("flaky-one");
  await page.getByText("No pair of this run fits").waitFor();
  await choice(page, /^flaky 1$/u).click();
  await page.getByRole("article", { name: "Pair 23" }).waitFor();
  expect(search(page)).toEqual({ show: "flaky", contract: "flaky-one" });
  await expect.poll(() => page.title()).toBe("claude-sonnet-4-6:anthropic for gpt-4o-mini:openai · Understudy");

  await open(`/shadow/runs/${runId(1)}?show=loss&pair=7`);
  await page.getByRole("article", { name: "Pair 7" }).waitFor();
  await open(`/shadow/runs/${runId(1)}?pair=99`);
  await page.getByText("There is no pair 99 in this run").waitFor();
  expect(trouble).toEqual([]);
});

it("a mirror is added, paused, resumed and removed", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/shadow/mirrors");
  await page.getByRole("button", { name: "Add a mirror" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a mirror" });
  await dialog.getByLabel("Share of the requests (%)").fill("120");
  await dialog.getByRole("button", { name: "Add the mirror" }).click();
  await dialog.getByText("Above 0 and 100 at most.").waitFor();
  await dialog.getByText("Say whom to ask.").waitFor();
  await dialog.getByLabel("Share of the requests (%)").fill("100");
  await dialog.getByLabel("Candidate's name").fill("single:gpt-4o-mini:mock");
  await dialog.getByLabel("Endpoint").fill("nowhere");
  await dialog.getByRole("button", { name: "Add the mirror" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel("Endpoint").fill("");
  expect(await accessibility(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Add the mirror" }).click();
  const card = page.getByRole("article", { name: "gpt-4o-mini:mock on project:default" });
  await card.getByText("$0.00 of $5.00 spent today").waitFor();
  await card.getByText("100.0%").waitFor();
  expect(search(page)).toEqual({});
  await card.getByRole("button", { name: "Pause" }).click();
  await card.getByText("paused").waitFor();
  await card.getByRole("button", { name: "Resume" }).click();
  await card.getByText("running").waitFor();
  const { url, key } = here.gateway;
  const asked = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o:mock", messages: [{ role: "user", content: "Where is my parcel?" }] }),
  });
  expect(asked.status).toBe(200);
  const id = asked.headers.get("x-understudy-request-id") as string;
  await card.getByRole("link", { name: "newest run, 1 pair" }).click();
  const pair = page.getByRole("article", { name: "Pair 1" });
  await pair.getByText("No contract was held against these answers.").waitFor();
  expect(await pair.getByRole("link", { name: id }).getAttribute("href")).toBe(`/logs?open=${id}`);
  await page.getByText("goes on").waitFor();
  await page.getByText("whatever came counts as passing").waitFor();
  const report = await page.getByRole("link", { name: "Report" }).getAttribute("href");
  const written = await page.request.get(`${url}${report ?? ""}`);
  expect([written.status(), written.headers()["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
  await page.getByRole("link", { name: "Over several runs" }).click();
  await pairsTable(page).getByText("gpt-4o-mini:mock").first().waitFor();
  await choice(page, /^candidate: gpt-4o-mini:mock/u).click();
  await expect.poll(() => search(page)).toEqual({ last: "90d", primary: "project:default" });
  await open("/shadow/mirrors");
  await card.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the mirror" }).click();
  await page.getByText("No mirror yet").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it("a mirror is given a policy written on the page, and the contracts of a pack from a folder", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/shadow/mirrors?add=mirror");
  const dialog = page.getByRole("dialog", { name: "Add a mirror" });
  await dialog.getByLabel("a policy written here").check();
  await dialog.getByLabel("What to call it").fill("two-step");
  const editor = dialog.getByRole("textbox", { name: "Policy", exact: true });
  await dialog.getByRole("radio", { name: "YAML" }).check();
  const write = async (text: string): Promise<void> => {
    await editor.press("ControlOrMeta+a");
    await editor.press("Delete");
    await page.keyboard.insertText(text);
  };
  await write("{ strategy: fallback_chain, targetz: [gpt-4o:mock] }");
  await dialog.getByText("Line 1: `targetz`").first().waitFor();
  await dialog.getByRole("button", { name: "Add the mirror" }).click();
  await write("{ strategy: fallback_chain, targets: [gpt-4o:mock, gpt-4o-mini:mock] }");
  await dialog.getByText("then, where that one fails").waitFor();

  const examples = join(import.meta.dirname, "../../examples");
  await dialog.getByLabel("Pack").setInputFiles(join(examples, "01-single"));
  await dialog.getByText("there is no pack here").waitFor();
  await dialog.getByLabel("Pack").setInputFiles(join(examples, "15-pack"));
  await dialog.getByText("4 contracts: find_order_first").waitFor();
  expect(await accessibility(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Add the mirror" }).click();
  const card = page.getByRole("article", { name: "two-step on project:default" });
  await card.getByText("4 contracts").waitFor();
  await card.getByText("The candidate’s plan, and its contracts").click();
  await card.getByText("then, where that one fails").waitFor();
  await card.getByText("find_order_first, refund_order").waitFor();
  expect(await sideways(page)).toBe(0);
  await card.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the mirror" }).click();
  await page.getByText("No mirror yet").waitFor();
  expect(trouble).toEqual([]);
});

it("a viewer looks and changes nothing", async () => {
  const made = await here.gateway.api("POST", "/api/keys", { name: "looks", role: "viewer" });
  const { page, open } = await here.stranger();
  await open(`/shadow/runs/${runId(2)}`);
  await page.getByLabel("Or a key").fill((made.body as unknown as { readonly key: string }).key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("article", { name: "Pair 1" }).waitFor();
  expect(await page.getByRole("button", { name: "Remove" }).count()).toBe(0);
  await open("/shadow/mirrors?add=mirror");
  await page.getByText("No mirror yet").waitFor();
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
});

it("a run that was removed, a pair without runs, a filter nobody knows and a gateway that fails are said as what they are", async () => {
  const { page, open } = await here.signedIn();
  await open(`/shadow/runs/${runId(4)}`);
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the run" }).click();
  await page.getByRole("heading", { name: "Shadow", exact: true }).waitFor();
  await pairsTable(page).waitFor();
  await expect.poll(() => pairsTable(page).getByText("gemini-flash:log").count()).toBe(0);
  await open(`/shadow/runs/${runId(4)}`);
  await page.getByText("This shadow run is not there (any more)").waitFor();
  await open("/shadow/pairs/shp_0000000000000000?last=24h");
  await page.getByText("This pair has no run in this window").waitFor();
  await open("/shadow?verdict=splendid");
  await page.getByRole("alert").getByText("verdict").first().waitFor();
  await page.route("**/api/shadow-pairs*", (route) => route.fulfill({ status: 500, body: "no" }));
  await open("/shadow?origin=cli");
  await page.getByText("Something went wrong").waitFor({ timeout: 20_000 });
  await page.unroute("**/api/shadow-pairs*");
  await tryAgain(page, choice(page, /^all 3$/u));
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  await here.gateway.api("POST", "/api/mirrors", {
    policy: "single:gpt-4o-mini:mock",
    share: 0.5,
    max_usd_per_day: 1,
  });
  const { page, open, trouble } = await here.signedIn({ width, theme });
  await open("/shadow");
  const address = await pairsTable(page)
    .getByRole("link", { name: /^claude/u })
    .getAttribute("href");
  for (const path of ["/shadow", address ?? "", `/shadow/runs/${runId(1)}`, "/shadow/mirrors"]) {
    await open(path);
    expect(await accessibility(page)).toEqual([]);
    expect([path, await sideways(page)]).toEqual([path, 0]);
  }
  expect(trouble).toEqual([]);
});
