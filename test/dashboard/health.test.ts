import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(() => here.close());

async function ask(): Promise<string> {
  const { url, key } = here.gateway;
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini:mock", messages: [{ role: "user", content: "Hello" }] }),
  });
  await response.text();
  return response.headers.get("x-understudy-request-id") as string;
}

it("an empty log is said to be empty, and what fails is said to have failed", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/health");
  await page.getByText("No request was logged in this time").waitFor();
  await page.getByText("no target").waitFor();
  await page.route("**/api/health/targets*", (route) => route.fulfill({ status: 500, body: "{}" }));
  await open("/health?hours=168");
  await page.getByText("Something went wrong").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it("targets, one of them over time, and their prices; the address says which", async () => {
  await ask();
  await ask();
  const { page, open, trouble } = await here.signedIn();
  await expect
    .poll(async () => (await here.gateway.api("GET", "/api/health/targets")).body, { timeout: 10_000 })
    .toMatchObject({ targets: [{ target: "gpt-4o-mini:mock", all: { requests: 2, failed: 0 } }] });
  await open("/health?hours=168&target=gpt-4o-mini:mock");
  await page.getByRole("table", { name: "Targets, most requests first" }).getByText("0 (0.0%)").waitFor();
  await page.getByRole("heading", { name: "gpt-4o-mini:mock over time" }).waitFor();
  await page.getByRole("table", { name: "Prices in force, USD for a million tokens" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "gpt-4o-mini:mock over time" }).waitFor();
  await expect.poll(() => page.getByLabel("Of the log").inputValue()).toBe("168");
  expect(trouble).toEqual([]);
}, 60_000);

it("a config explains a request that is pasted, and one of the log", async () => {
  const policy = {
    strategy: "custom_rules",
    rules: [{ name: "vip", when: { tags: "vip" }, then: "gpt-4o:openai" }],
    default: "gpt-4o-mini:openai",
  };
  await here.gateway.api("POST", "/api/configs", { name: "ruled", policy });
  const id = await ask();
  const { page, open, trouble } = await here.signedIn();
  await open("/configs/ruled?tab=explain");
  const editor = page.getByRole("textbox", { name: "Request" });
  await editor.press("ControlOrMeta+a");
  await editor.press("Delete");
  await page.keyboard.insertText('{"request":{"messages":[]},"tags":["vip"]}');
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByText("vip holds").first().waitFor();
  await page.getByLabel("a logged request").check();
  await page.getByLabel("Request id").fill("nobody");
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByRole("alert").getByText("no logged request").waitFor();
  await page.getByLabel("Request id").fill(id);
  await expect
    .poll(async () => (await here.gateway.api("GET", `/api/logs/${id}`)).status, { timeout: 10_000 })
    .toBe(200);
  await page.getByRole("button", { name: "Explain" }).click();
  await page.getByText("no rule holds, the default").first().waitFor();
  await page.getByText("The log says: gpt-4o-mini:mock, ok").waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(trouble).toEqual([]);
}, 60_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)(
  "%i px, %s: nothing to scroll sideways, and axe finds nothing",
  async (width, theme) => {
    const { page, open, trouble } = await here.signedIn({ width, theme });
    await open("/health");
    await page.getByRole("heading", { name: "Prices in force" }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    expect(trouble).toEqual([]);
  },
  60_000,
);
