import { afterAll, beforeAll, expect, it } from "vitest";
import { chunk, upstream, type Upstream } from "../../gateway/running.ts";
import { until } from "../../gateway/playing.ts";
import { writeMadeUpLog } from "../../made-up-log.ts";
import { temporaryFolder, understudy } from "../../understudy.ts";
import { stage, type Stage } from "../stage.ts";

const SOON = { timeout: 10_000 };
const TEN_MB = 10_000_000;
const BINARY = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0x00, 0xc3, 0x28]);
/** As it is when bytes that are no text were read as text. */
const NO_TEXT = "\u{FFFD}PNG\u{1}\u{FFFD}<svg onload=alert(1)>\u{202E}\u{FFFD}";

const folder = temporaryFolder();
let provider: Upstream;
let here: Stage;

beforeAll(async () => {
  provider = await upstream((_, response, { model, stream }) => {
    if (model === "binary") response.writeHead(200, { "content-type": "image/png" }).end(BINARY);
    else if (model === "page") response.writeHead(200, { "content-type": "text/html" }).end("<h1>Bad gateway</h1>");
    else if (stream === true) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chunk({ role: "assistant", content: "It begins" }));
      setTimeout(() => response.destroy(), 20);
    } else response.writeHead(200, { "content-type": "application/json" }).end('{"choices":[{"mess');
  });
  const log = folder.file("log.jsonl");
  const request = {
    model: "gpt-4o",
    messages: [
      { role: "user", content: `A long story: ${"word ".repeat(TEN_MB / 5)}` },
      { role: "user", content: "In short?" },
    ],
  };
  writeMadeUpLog(log, [
    { id: "picture", daysAgo: 2, columns: { response: NO_TEXT, end_user: "painter" } },
    { id: "long", daysAgo: 1, columns: { request, end_user: "novelist" } },
  ]);
  const imported = await understudy(["import", log, "--data", folder.file("data")]);
  if (imported.code !== 0) throw new Error(imported.err);
  const models = ["binary", "page", "broken-off"];
  const openai = { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY", models };
  here = await stage(folder.file("data"), { providers: { openai } });
}, 120_000);
afterAll(async () => {
  await here.close();
  await provider.close();
  folder[Symbol.dispose]();
});

/** Asks, and waits for the row. @returns its id */
async function ask(model: string, stream = false): Promise<string> {
  const { url, key, api } = here.gateway;
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model, stream, messages: [{ role: "user", content: "Well?" }] }),
  });
  await response.text().catch(() => "");
  const id = response.headers.get("x-understudy-request-id") ?? "";
  await until("the row", async () => ((await api("GET", `/api/logs/${id}`)).status === 200 ? true : undefined));
  return id;
}

it("of a body of 10 MB a part is shown, its length said, and the whole of it offered", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/logs?end_user=novelist");
  await page
    .getByRole("link")
    .filter({ has: page.locator("time") })
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: "Request" });
  await drawer.getByText("In short?", { exact: true }).waitFor();
  await drawer.getByText("10,000,014 characters").waitFor();
  expect((await drawer.getByLabel("user message").first().textContent())?.length).toBe(200_000);
  const saved = page.waitForEvent("download");
  await drawer.getByRole("button", { name: "Download" }).first().click();
  expect((await saved).suggestedFilename()).toBe("user message.txt");
  await drawer.getByRole("tab", { name: "Replay", exact: true }).click();
  await drawer.getByRole("textbox", { name: "Messages to send" }).press("Control+End");
  await page.keyboard.type("x");
  await expect.poll(() => drawer.getByRole("button", { name: "Run replay" }).isDisabled(), SOON).toBe(true);
  await drawer.getByRole("button", { name: "Back to the original" }).click();
  await expect.poll(() => drawer.getByRole("button", { name: "Run replay" }).isEnabled(), SOON).toBe(true);
  await drawer.getByRole("tab", { name: "About" }).click();
  await drawer.getByText("novelist").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it.each([
  ["a picture", "binary", false, "This is an error, and no answer."],
  ["a page", "page", false, "This is an error, and no answer."],
  ["JSON that ends too soon", "broken-off", false, "This is an error, and no answer."],
  ["a stream that breaks off", "broken-off", true, "It begins"],
])(
  "where a provider sends %s, the request is said to have failed, and what came of it",
  async (_, model, stream, text) => {
    const id = await ask(`${model}:openai`, stream);
    const { page, open, trouble } = await here.signedIn();
    await open(`/logs?open=${id}&tab=response`);
    const drawer = page.getByRole("dialog", { name: "Request" });
    await drawer.getByText("failed", { exact: true }).waitFor();
    await drawer
      .getByText(stream ? "the answer broke off" : "the answer is not JSON, or was cut")
      .first()
      .waitFor();
    await drawer.getByText(text).first().waitFor();
    expect(trouble).toEqual([]);
  },
);

it("an answer that is no text, as a log brought it, is shown character by character", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/logs?end_user=painter");
  await page
    .getByRole("link")
    .filter({ has: page.locator("time") })
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: "Request" });
  await drawer.getByRole("tab", { name: "Response" }).click();
  await drawer.getByText("This answer is text").waitFor();
  await expect.poll(() => drawer.getByLabel("Answer").textContent()).toBe(NO_TEXT);
  expect(trouble).toEqual([]);
});
