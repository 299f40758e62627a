import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { write } from "./write.ts";

let here: Stage;

async function ask(content: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { url, key } = here.gateway;
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
    body: JSON.stringify({ model: "gpt-4o-mini:mock", messages: [{ role: "user", content }] }),
  });
  expect(response.status).toBe(200);
  return response.headers.get("x-understudy-request-id") as string;
}

/** Rows of the log that are in view, their heads left out. */
function rowsOf(page: Page) {
  return page
    .getByRole("table", { name: "Logged requests" })
    .getByRole("row")
    .filter({ hasNot: page.getByRole("columnheader") });
}

beforeAll(async () => {
  here = await stage();
  for (const user of ["ada", "grace", "ada"]) await ask(`A question of ${user}`, { "x-understudy-user": user });
}, 120_000);
afterAll(() => here.close());

it("says what to type where nothing is logged, and what to change where nothing fits", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/logs?status=blocked");
  await page.getByText("No request fits these filters").waitFor();
  await page.getByRole("button", { name: /Status: blocked/u }).click();
  await rowsOf(page).first().waitFor();
  await expect.poll(() => new URL(page.url()).search).toBe("");
  expect(trouble).toEqual([]);
});

it("filters live in the address: typed, removed, reloaded, sent to somebody else", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/logs");
  await page.getByLabel("Find").fill("ada");
  await page.getByText("2 requests, newest first.").waitFor();
  await expect.poll(() => rowsOf(page).count()).toBe(2);
  await page.getByRole("button", { name: "More filters" }).click();
  await page.getByLabel("End user").fill("grace");
  await page.getByText("No request fits these filters").waitFor();
  const address = page.url();
  await page.goto(address);
  await page.getByText("No request fits these filters").waitFor();
  await page.getByRole("button", { name: /in columns: ada/u }).click();
  await expect.poll(() => rowsOf(page).count()).toBe(1);

  await open("/logs?text=question%20of%20grace&bodies=true");
  await expect.poll(() => rowsOf(page).count()).toBe(1);
  await open("/logs?latency_gte=nonsense&whatever=1");
  await page.getByRole("alert").getByText("latency_gte").waitFor();
  expect(trouble).toEqual([]);
});

it("keeps a view under a name in this browser", async () => {
  const { page, open } = await here.signedIn();
  await open("/logs?end_user=ada");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByLabel("Name").fill("What Ada asked");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await open("/logs");
  await page.getByLabel("Saved views").selectOption("What Ada asked");
  await expect.poll(() => new URL(page.url()).search).toBe("?end_user=ada");
  await expect.poll(() => rowsOf(page).count()).toBe(2);
});

it("follows what comes in, and stays where one is reading", async () => {
  const { page, open } = await here.signedIn();
  await open("/logs");
  await rowsOf(page).first().waitFor();
  const before = await rowsOf(page).count();
  await ask("One that comes later", { "x-understudy-user": "edsger" });
  await rowsOf(page).first().getByText("edsger").waitFor();
  await expect.poll(() => rowsOf(page).count()).toBe(before + 1);
});

it("a request is opened by keyboard, read part by part, and its address opens it again", async () => {
  const id = await ask("<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>");
  const { page, open, trouble } = await here.signedIn();
  await open("/logs");
  await rowsOf(page).first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText(id).waitFor();
  await page.getByRole("dialog").getByText("<img src=x onerror=").first().waitFor();
  await expect.poll(() => page.title()).toBe("Live Logs · Understudy");
  await page.getByRole("tab", { name: "Attempts and trace" }).click();
  await page.getByRole("region", { name: "Attempts" }).getByText("gpt-4o-mini:mock").waitFor();
  await page.getByRole("tab", { name: "Usage and cost" }).click();
  await page.getByText("input tokens", { exact: true }).waitFor();
  await page.reload();
  await page.getByText("input tokens", { exact: true }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => new URL(page.url()).searchParams.get("open")).toBeNull();
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).getByText("next row").waitFor();
  expect(trouble).toEqual([]);
});

it("a request is edited and replayed: the result inline, a new row on top, linked to the old one", async () => {
  const id = await ask("Where is my parcel?");
  const { page, open, trouble } = await here.signedIn();
  await open(`/logs?open=${id}&tab=replay`);
  const editor = page.getByLabel("Messages to send");
  await editor.getByText("Where is my parcel?").waitFor();
  await write(editor, '[{"role":"robot","content":"?"}]');
  const mistakes = page.getByRole("list", { name: "Mistakes" });
  await mistakes.getByText('Line 1, messages[0].role: expected one of "system"').waitFor();
  const run = page.getByRole("button", { name: "Run replay" });
  await expect.poll(() => run.isDisabled()).toBe(true);
  await page.getByLabel("Send it although it is not as openai-chat has it").check();
  await expect.poll(() => run.isDisabled()).toBe(false);
  await write(editor, '[{"role":"user",\n"content":]');
  await mistakes.getByText("Line 2: this is not JSON, expected a value").waitFor();
  await expect.poll(() => run.isDisabled()).toBe(true);
  await write(editor, '[{"role":"user","content":"Where is my other parcel?"}]');
  await page.getByRole("button", { name: "Run replay" }).click();
  const result = page.getByRole("region", { name: "Result of the replay" });
  await result.getByRole("row", { name: /Latency/u }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  await result.getByRole("button", { name: "Open the new row" }).click();
  await page.getByRole("dialog").getByText("replay", { exact: true }).waitFor();
  await page.getByRole("tab", { name: "Replays" }).click();
  await page.getByRole("region", { name: "All that was made of that request" }).getByText("this one").waitFor();
  await page.getByRole("button", { name: id }).click();
  await page.getByRole("dialog").getByText(id, { exact: true }).first().waitFor();
  await page.keyboard.press("Escape");
  const newest = rowsOf(page).first();
  await newest.getByText("replay of").waitFor();
  await newest.getByRole("link", { name: "↳" }).click();
  await page.getByRole("dialog").getByText(id, { exact: true }).first().waitFor();
  const { entries } = (await here.gateway.api("GET", "/api/audit?action=gateway.replay")).body;
  expect(entries[0]?.details).toMatchObject({ source_request_id: id });
  expect(trouble).toEqual([]);
});

it("a gateway that is down, and a row that is gone, are said as what they are", async () => {
  const { page, open } = await here.signedIn();
  await open("/logs?open=0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f");
  await page.getByRole("dialog").getByText("This request is not there (any more)").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.route("**/api/**", (route) => route.abort());
  await page.getByLabel("Status").selectOption("failed");
  await page.getByText("The gateway does not answer").first().waitFor({ timeout: 20_000 });
  await page.unroute("**/api/**");
  // It looks again by itself.
  await page.getByText("No request fits these filters").waitFor();
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  await open("/logs?end_user=ada");
  await rowsOf(page).first().waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  expect(trouble).toEqual([]);
});
