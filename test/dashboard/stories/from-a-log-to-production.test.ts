import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { completion, logged, numberOf } from "../../experiment/asked-again.ts";
import { upstream, type Upstream } from "../../gateway/running.ts";
import { fair, replayed, ROWS, shownTo, verdict, whole } from "../../judge/judged-shop.ts";
import { writeMadeUpLog } from "../../made-up-log.ts";
import { temporaryFolder, understudy } from "../../understudy.ts";
import { stage, type Stage } from "../stage.ts";

const PATIENT = { timeout: 60_000 };
const USERS = 60;

const folder = temporaryFolder();
let provider: Upstream;
let here: Stage;

beforeAll(async () => {
  provider = await upstream((_, response, body) => {
    const said = body.model === "gpt-4.1" ? { text: verdict(fair(shownTo(body))) } : replayed(numberOf(body));
    const { status = 200, text } = said as ReturnType<typeof replayed>;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? completion(text) : { error: { message: text } }));
  });
  const openai = { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  here = await stage(undefined, { providers: { openai } });
}, 120_000);
afterAll(async () => {
  await here.close();
  await provider.close();
  folder[Symbol.dispose]();
});

/** Writes the log that a shop has: a hundred questions of yesterday, answered by gpt-4o. @returns its file */
function shopsLog(): string {
  const file = folder.file("logs.jsonl");
  const calls = Array.from({ length: ROWS }, (_, at) => {
    const call = logged(at);
    return { ...call, columns: { ...call.columns, response: completion(whole(at)) } };
  });
  writeMadeUpLog(file, calls);
  return file;
}

/** One request of each of many users. @returns the targets that answered */
async function clients(): Promise<ReadonlySet<string>> {
  const { url, key } = here.gateway;
  const answered = Array.from({ length: USERS }, async (_, user) => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "x-understudy-user": `user-${user}`,
      },
      body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "question 5" }] }),
    });
    await response.text();
    expect(response.status).toBe(200);
    return response.headers.get("x-understudy-target") ?? "";
  });
  return new Set(await Promise.all(answered));
}

const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });
const go = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();

it("a log is brought, replayed, really asked, judged, promoted to a tenth and taken back, and all of it is written down", async () => {
  const { page, trouble } = await here.signedIn();

  // A new gateway says what to type. Somebody types it; the open page shows what it brought.
  await page.getByText("Nothing is logged yet").waitFor();
  await page.getByText("understudy import logs.jsonl").waitFor();
  const imported = await understudy(["import", shopsLog(), "--data", here.gateway.folder]);
  expect(imported.code).toBe(0);
  await page.getByRole("table", { name: "Logged requests" }).getByText("gpt-4o:openai").first().waitFor();
  await page.getByText(`${ROWS} requests, newest first.`).waitFor();

  // What would a smaller model cost? By routing alone nobody is asked.
  await go(page, "Experiments");
  await page.getByText("No experiment was made yet").waitFor();
  await page.getByRole("link", { name: "New run" }).first().click();
  await page.getByText(`${ROWS} logged requests are in this window.`).waitFor();
  await page.getByRole("radio", { name: "a policy written here" }).check();
  await page.getByRole("combobox", { name: "Strategy", exact: true }).selectOption("one target");
  await page.getByLabel("Target", { exact: true }).fill("gpt-4o-mini:openai");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForURL(/\/experiments\/sim_/u);
  await page.getByRole("heading", { name: "Baseline against candidate" }).waitFor();
  await page.getByRole("row", { name: /Cost .*saving 95%.*n = 100/u }).waitFor();
  expect(provider.requests).toEqual([]);

  // Worth measuring: the same question, asked for real under a cap.
  await tab(page, "Decision").click();
  await page.getByRole("link", { name: "Measure it" }).first().click();
  await page.getByRole("heading", { name: "New run" }).waitFor();
  await page.getByLabel("Cap (USD)").fill("1");
  await page.getByRole("textbox", { name: "Sample" }).fill("all");
  await page.getByLabel("Control (%)").fill("none");
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  await page.getByRole("region", { name: "What would be sent" }).waitFor(PATIENT);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText("Pairs done: 100 of 100").waitFor(PATIENT);
  await page.getByText("completed", { exact: true }).first().waitFor(PATIENT);
  await page.getByRole("row", { name: /Cost of the pairs .*95%.*n = \d+/u }).waitFor();

  // Other words, or worse ones? A judge says.
  await tab(page, "Judge").click();
  await page.getByText("No judge has looked at these pairs").waitFor();
  await page.getByRole("textbox", { name: "Judge", exact: true }).fill("gpt-4.1:openai");
  await page.getByRole("button", { name: "Show the price" }).click();
  await page.getByText(/100 pairs for about \$/u).waitFor(PATIENT);
  await page.getByRole("button", { name: "Judge them" }).click();
  await page.getByText("completed", { exact: true }).last().waitFor(PATIENT);
  const verdicts = page.getByRole("figure").filter({ hasText: "Verdicts, of" });
  await verdicts
    .getByText(/% \(95%: /u)
    .first()
    .waitFor(PATIENT);

  // A tenth of the users get it.
  await tab(page, "Promotion").click();
  await page.getByRole("button", { name: "Promote the candidate" }).click();
  const promoting = page.getByRole("dialog", { name: "Promote the candidate" });
  await promoting.getByText(/gives the candidate 10 % of requests of project:default/u).waitFor();
  const anyway = promoting.getByLabel("Type “promote anyway” to promote it all the same");
  if ((await anyway.count()) > 0) await anyway.fill("promote anyway");
  await promoting.getByRole("button", { name: "Promote", exact: true }).click();
  await page.getByText("the candidate has 10 % of requests from the next request on").waitFor();
  expect(await clients()).toEqual(new Set(["gpt-4o:openai", "gpt-4o-mini:openai"]));

  // And then nobody.
  await page.getByRole("region", { name: "project:default" }).getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("dialog").getByText("serves project:default again").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("region", { name: "project:default" }).getByText("taken out").waitFor();
  await expect.poll(clients).toEqual(new Set(["gpt-4o:openai"]));

  await go(page, "Audit");
  const entries = page.getByRole("table", { name: "Audit entries, newest first" });
  await entries.getByRole("link", { name: "experiment.promote", exact: true }).waitFor();
  expect(trouble).toEqual([]);
}, 240_000);
