import { afterAll, beforeAll, expect, it } from "vitest";
import { askedAgain, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { tryAgain } from "./try-again.ts";

const ROWS = 60;
const USERS = 60;
let shop: AskedAgain;
let here: Stage;
let worse = false;
let good = "";
let bad = "";
let simulation = "";

beforeAll(async () => {
  shop = await askedAgain(
    Array.from({ length: ROWS }, (_, at) => logged(at)),
    (body) => ({ text: worse ? "Please ask somebody else." : `answer ${numberOf(body)}` }),
  );
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(shop.data, { providers: { openai } });
  good = await measured("no_worse");
  worse = true;
  bad = await measured("harmful");
  worse = false;
  const body = { policy: "single:gpt-4o-mini:openai", window: { last: "7d" } };
  ({ id: simulation } = (await here.gateway.api("POST", "/api/simulations", body)).body as unknown as { id: string });
}, 120_000);
afterAll(async () => {
  await here.close();
  await shop[Symbol.asyncDispose]();
});

/** An experiment on the whole log, once it has ended. @param decision what it comes to */
async function measured(decision: string): Promise<string> {
  const flags = ["--last", "7d", "--sample", "all", "--max-spend", "1", "--control", "none"];
  const decides = ["--primary", "agreement", "--margin", "0.2"];
  const command = ["experiment", "--config", shop.config, "--policy", "single:gpt-4o-mini:openai"];
  const { id, primary } = await shop.json<{ id: string; primary: object }>(...command, ...flags, ...decides);
  expect(primary).toMatchObject({ decision });
  return id;
}

/** One request of each of many users. @returns the targets that answered */
async function requests(): Promise<readonly string[]> {
  const answered = Array.from({ length: USERS }, async (_, user) => {
    const response = await fetch(`${here.gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${here.gateway.key}`,
        "content-type": "application/json",
        "x-understudy-user": `user-${user}`,
      },
      body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: `question ${user}` }] }),
    });
    await response.text();
    expect(response.status).toBe(200);
    return response.headers.get("x-understudy-target") ?? "";
  });
  return Promise.all(answered);
}

it("a decision is answered step by step, each number with what it stands on, and what is open with what answers it", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${good}`);
  await page.getByRole("tab", { name: "Decision" }).click();
  const steps = page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
  await expect.poll(() => steps.count()).toBe(5);
  await steps
    .nth(1)
    .getByText(/Median latency: .*95%/u)
    .waitFor();
  await expect.poll(() => steps.nth(1).textContent()).toMatch(/n = 60/u);
  await steps.nth(2).getByText("open", { exact: true }).waitFor();
  await steps.nth(2).getByText(`understudy judge ${good} --judge MODEL:PROVIDER`).waitFor();
  await steps.nth(4).getByText("The statistics say: no worse.").waitFor();
  await page.reload();
  await expect.poll(() => steps.count()).toBe(5);
  await steps.nth(2).getByRole("link", { name: "Have a judge look" }).click();
  await page.getByLabel("Criterion").waitFor();
  await open(`/experiments/${simulation}?tab=decision`);
  await steps.nth(4).getByText("Worth measuring").waitFor();
  await steps.nth(4).getByRole("link", { name: "Measure it" }).click();
  await page.getByRole("heading", { name: "New run" }).waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get("mode")).toBe("with_responses");
  expect(trouble).toEqual([]);
});

it("a candidate gets a tenth, then half, is watched, rolled back, and held against its projection", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${good}?tab=promotion`);
  await page.getByText("The candidate has never served live traffic").waitFor();
  await page.getByRole("button", { name: "Promote the candidate" }).click();
  const dialog = page.getByRole("dialog", { name: "Promote the candidate" });
  await dialog.getByText("Served now by the model that each request names.").waitFor();
  await dialog.getByText(/gives the candidate 10 % of requests of project:default/u).waitFor();
  await dialog
    .getByRole("list", { name: "Warnings" })
    .getByText("Nothing is attached to project:default yet")
    .waitFor();
  await dialog.getByRole("tab", { name: "As trees" }).click();
  await dialog.getByText("90.0% of requests").waitFor();
  await dialog.getByLabel("Percent of the requests").fill("0");
  await dialog.getByText("0 % is no share").waitFor();
  await expect.poll(() => dialog.getByRole("button", { name: "Promote", exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole("button", { name: "10 %", exact: true }).click();
  await dialog.getByText(/gives the candidate 10 % of requests/u).waitFor();
  await dialog.getByRole("button", { name: "Promote", exact: true }).click();
  await page.getByText("the candidate has 10 % of requests from the next request on").waitFor();
  const scope = page.getByRole("region", { name: "project:default" });
  await scope.getByText("10 % of requests").first().waitFor();
  await page.getByText(/Serves 10 % of requests of project:default since .*, by .*\./u).waitFor();

  // What is served before the watch began is not in it.
  await scope.getByText("Watched from").waitFor();
  const tenth = new Set(await requests());
  expect(tenth).toEqual(new Set(["gpt-4o:openai", "gpt-4o-mini:openai"]));
  await scope.getByText(/[1-9]\d* requests? seen, 0 failed/u).waitFor();
  await scope.getByRole("row", { name: /errors, at most 5\.00% of requests/u }).waitFor();

  await scope.getByRole("button", { name: "Widen to 50 %" }).click();
  await dialog.getByText("split[1].weight").waitFor();
  await dialog.getByRole("button", { name: "Promote", exact: true }).click();
  await scope.getByText("50 % of requests").first().waitFor();
  await expect
    .poll(async () => (await requests()).filter((one) => one === "gpt-4o-mini:openai").length)
    .toBeGreaterThan(15);
  await page.reload();
  const outcome = page.getByRole("table", { name: "The projection against what happened" });
  await outcome.getByRole("row", { name: /Cost .*measured.*recorded n = \d+/u }).waitFor();
  await outcome.getByRole("row", { name: /Errors .*95%: .*recorded/u }).waitFor();
  await page.getByText("Cost of a request, candidate against the other arm").waitFor();

  await scope.getByRole("button", { name: "Roll back" }).click();
  const back = page.getByRole("dialog", { name: "Roll project:default back?" });
  await back.getByText(`${good}@1 serves project:default again, instead of ${good}@2`).waitFor();
  await back.getByText("The candidate has 10 % of requests then.").waitFor();
  await back.getByLabel("To what served before the candidate had any share").check();
  await back.getByText("the model that each request names serves project:default again").waitFor();
  await back.getByText("The candidate serves none of it then.").waitFor();
  await back.getByRole("button", { name: "Roll back" }).click();
  await scope.getByText("taken out").waitFor();
  await expect.poll(() => page.getByText(/Serves \d+ % of requests of/u).count()).toBe(0);
  await expect.poll(async () => new Set(await requests())).toEqual(new Set(["gpt-4o:openai"]));
  const rows = scope.getByRole("table", { name: /What served project:default when/u }).getByRole("row");
  await expect.poll(() => rows.count()).toBe(4);
  await outcome.waitFor();
  expect(trouble).toEqual([]);
}, 90_000);

it("what its own decision speaks against is promoted only once that was typed", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(`/experiments/${bad}?tab=decision`);
  await page.getByText("The statistics say: harmful.").waitFor();
  expect(await page.getByRole("link", { name: "Promote a share" }).count()).toBe(0);
  await page.getByRole("tab", { name: "Promotion" }).click();
  await page.getByRole("button", { name: "Promote the candidate" }).click();
  const dialog = page.getByRole("dialog");
  const promote = dialog.getByRole("button", { name: "Promote", exact: true });
  await dialog.getByRole("alert").getByText(`the decision of ${bad} on the candidate is harmful`).waitFor();
  await expect.poll(() => promote.isDisabled()).toBe(true);
  await dialog.getByLabel("Type “promote anyway” to promote it all the same").fill("promote anyway");
  await promote.click();
  await page.getByText("the candidate has 10 % of requests from the next request on").waitFor();
  const { body } = await here.gateway.api("GET", "/api/audit?action=experiment.promote&limit=1");
  expect(body.entries[0]?.details).toMatchObject({ experiment: bad, forced: true });
  const scope = page.getByRole("region", { name: "project:default" });
  await scope.getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("dialog").getByText("serves project:default again").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await scope.getByText("taken out").waitFor();
  expect(trouble).toEqual([]);
});

it("somebody else's change meanwhile is seen before anything is promoted", async () => {
  const { page, open } = await here.signedIn();
  await open(`/experiments/${simulation}?tab=promotion`);
  await page.getByRole("button", { name: "Promote the candidate" }).click();
  const dialog = page.getByRole("dialog");
  const promote = dialog.getByRole("button", { name: "Promote", exact: true });
  await dialog.getByText("nothing is known of how good the candidate's answers are").waitFor();
  await here.gateway.api("POST", "/api/configs", { name: "other", policy: "gpt-4o:openai", note: null });
  await here.gateway.api("POST", "/api/attachments", { scope: "project:default", config: "other@1" });
  await promote.click();
  await dialog.getByText("other@1 serves by now, and not no config").waitFor();
  await dialog.getByText("in place of other@1").waitFor();
  const { body } = await here.gateway.api("GET", "/api/attachments");
  expect(body).toMatchObject({ attachments: [{ scope: "project:default", config: "other@1" }] });
  await here.gateway.api("POST", "/api/attachments/detach", { scope: "project:default" });
});

it("while the gateway fails, the dialog says so, keeps what was typed, and goes on", async () => {
  const { page, open } = await here.signedIn();
  await open(`/experiments/${simulation}?tab=promotion`);
  await page.getByRole("button", { name: "Promote the candidate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/gives the candidate 10 % of requests/u).waitFor();
  let asked = 0;
  let gateway: "gone" | "broken" | "well" = "gone";
  await page.route("**/promote", (route) => {
    asked++;
    if (gateway === "well") return route.continue();
    return gateway === "gone" ? route.abort() : route.fulfill({ status: 500, body: "{}" });
  });
  await dialog.getByLabel("Percent of the requests").fill("33");
  await dialog.getByText("The gateway does not answer.").waitFor();
  await expect.poll(() => dialog.getByRole("button", { name: "Promote", exact: true }).isDisabled()).toBe(true);
  // It asks again by itself, with pauses.
  await page.waitForTimeout(3_000);
  expect(asked).toBeLessThan(8);
  gateway = "well";
  await dialog.getByText(/gives the candidate 33 % of requests/u).waitFor();
  gateway = "broken";
  await dialog.getByRole("button", { name: "Promote", exact: true }).click();
  await dialog.getByText("The gateway answered with 500.").first().waitFor();
  await expect.poll(() => dialog.getByLabel("Percent of the requests").inputValue()).toBe("33");
  await page.keyboard.press("Escape");
  await page.route("**/promotions", (route) => route.fulfill({ status: 500, body: "{}" }));
  await page.reload();
  await page.getByText("The gateway answered with 500.").waitFor();
  await page.unroute("**/promotions");
  await tryAgain(page, page.getByText("The candidate has never served live traffic"));
});

it("a viewer sees all of it, and changes nothing", async () => {
  const { body } = await here.gateway.api("POST", "/api/keys", { name: "eve", role: "viewer" });
  const { page, open, trouble } = await here.stranger();
  await open(`/experiments/${good}?tab=promotion`);
  await page.getByLabel("Or a key").fill((body as unknown as { readonly key: string }).key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("region", { name: "project:default" }).getByText("taken out").waitFor();
  await page.getByRole("table", { name: "The projection against what happened" }).waitFor();
  await page.getByText("Promoting takes a key with the role editor.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Promote it elsewhere" }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: /Roll back|Widen|Promote again/u }).count()).toBe(0);
  expect(trouble).toEqual([]);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  for (const tab of ["decision", "promotion"]) {
    await open(`/experiments/${good}?tab=${tab}`);
    await page.getByRole("heading", { name: tab === "decision" ? "Switch?" : "Beside the other arm" }).waitFor();
    expect(await accessibility(page), tab).toEqual([]);
    expect(await sideways(page), tab).toBe(0);
  }
  await page.getByRole("button", { name: "Promote it elsewhere" }).click();
  await page
    .getByRole("dialog")
    .getByText(/gives the candidate 10 % of requests/u)
    .waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  expect(trouble).toEqual([]);
});
