import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

let here: Stage;

const SENT = 6;

beforeAll(async () => {
  here = await stage();
  const { url, key, api } = here.gateway;
  for (let at = 0; at < SENT; at += 1) {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "x-understudy-user": at % 2 === 0 ? "ada" : "grace",
      },
      body: JSON.stringify({
        model: at < 3 ? "gpt-4o-mini:mock" : "gpt-4o:mock",
        messages: [{ role: "user", content: `Question ${at}` }],
      }),
    });
    if (!response.ok) throw new Error(`the gateway answered with ${response.status}`);
  }
  await api("POST", "/api/configs", { name: "cheaper", policy: { strategy: "single", model: "gpt-4o-mini:mock" } });
}, 120_000);
afterAll(() => here.close());

async function experiments(): Promise<readonly { readonly id: string; readonly mode: string }[]> {
  const { body } = await here.gateway.api("GET", "/api/experiments");
  return (body as unknown as { readonly experiments: readonly { readonly id: string; readonly mode: string }[] })
    .experiments;
}

function editor(page: Page) {
  return page.getByRole("textbox", { name: "Policy" });
}

/** As a person does: the browser's own replacing of coloured text would carry its colour along as a style, which the page's policy refuses. */
async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

it("counts while one filters, and the address says what is filled in", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments/new");
  await page.getByText(`${SENT} logged requests are in this window.`).waitFor();
  await page.getByRole("button", { name: "More filters" }).click();
  await page.getByLabel("End user").fill("ada");
  await page.getByText("3 logged requests are in this window.").waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get("user")).toBe("ada");
  await page.getByLabel("Metadata").fill("no pair");
  await page.getByText("Expected KEY=VALUE.", { exact: true }).waitFor();
  await page.getByLabel("Metadata").fill("");
  await page.getByText("Expected KEY=VALUE.").waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).searchParams.get("metadata")).toBeNull();
  await page.getByText("3 logged requests are in this window.").waitFor();
  await page.reload();
  await page.getByText("3 logged requests are in this window.").waitFor();
  await expect.poll(() => page.getByLabel("End user").inputValue()).toBe("ada");
  await page.getByLabel("End user").fill("nobody");
  await page.getByText("No request is in this window", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Count back from the newest row" }).click();
  await page.getByText("Widen the window, or remove a filter.").waitFor();
  await page.getByLabel("End user").fill("");
  await page.getByText(`${SENT} logged requests are in this window.`).waitFor();
  await page.getByLabel("Window").selectOption("custom");
  await page.getByLabel("From (UTC)").fill("yesterday");
  await page.getByText('"yesterday" is not a date').waitFor();
  expect(trouble).toEqual([]);
});

it("a stored config is replayed by routing alone", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments/new");
  await expect.poll(() => page.getByRole("button", { name: "Run" }).isDisabled()).toBe(true);
  await page.getByRole("combobox", { name: "Config" }).selectOption("cheaper@1");
  await page.getByRole("region", { name: "What cheaper@1 says" }).getByText("gpt-4o-mini:mock").waitFor();
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL(/\/experiments\/sim_/u);
  const [newest] = await experiments();
  expect(page.url()).toContain(newest?.id);
  expect(newest?.mode).toBe("routing_only");
  expect(trouble).toEqual([]);
});

it("a policy is written on the page: what is wrong is said where it stands, in YAML and in JSON", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments/new");
  await page.getByRole("combobox", { name: "Config" }).selectOption("cheaper@1");
  await page.getByRole("button", { name: "Edit a copy of it" }).click();
  await page.getByRole("combobox", { name: "Strategy", exact: true }).selectOption("cascade");
  await page.getByRole("radio", { name: "YAML" }).check();
  await editor(page).getByText("steps:").waitFor();
  await write(page, "strategy: cascade\nsteps: [gpt-4o:mock]\naccept: {tool_calls: valid}");
  await page.getByText("`steps`: ").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Run" }).isDisabled()).toBe(true);
  await write(page, "strategy: cascade\nsteps: [gpt-4o-mini:mock, gpt-4o:mock]\naccept: {tool_calls: valid}");
  await page.getByRole("radio", { name: "JSON" }).check();
  await editor(page).getByText('"cascade"').waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get("view")).toBe("json");
  await page.reload();
  await editor(page).getByText('"cascade"').waitFor();
  await write(page, '{"strategy":"single","model":"nobody:nowhere"}');
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByRole("alert").getByText("nobody:nowhere").waitFor();
  expect(trouble).toEqual([]);
});

it("the preview follows what is written, with the numbers of a run", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments/new?by=policy");
  const preview = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Preview" }) })
    .last();
  await preview.getByText("There is no policy to replay yet.").waitFor();
  await write(page, "strategy: single\nmodel: gpt-4o-mini:mock");
  const requests = `${SENT} requests from 2 to 1 targets; the table has the numbers`;
  await preview.getByRole("img", { name: requests }).waitFor();
  await page.getByLabel("Model or target").fill("gpt-4o-mini");
  await preview.getByRole("img", { name: "3 requests from 1 to 1 targets; the table has the numbers" }).waitFor();
  await page.getByLabel("Model or target").fill("");
  // The sample of the run is that of the preview.
  await page.getByRole("textbox", { name: "Sample" }).fill("4");
  await preview
    .getByText(`A sample of 4 of ${SENT} requests, drawn by hash: the very ones that the run takes.`)
    .waitFor();
  await preview.getByText("Cost of the 4 sampled", { exact: true }).waitFor();
  await preview.getByRole("img", { name: /^4 requests from/u }).waitFor();
  await page.getByRole("textbox", { name: "Sample" }).fill("all");
  await preview.getByRole("img", { name: requests }).waitFor();
  await write(page, "nobody:nowhere\n".replace(/^/u, "strategy: single\nmodel: "));
  await preview.getByText('no provider is known to serve "nobody:nowhere"').waitFor();
  await write(page, "strategy: priority\ntargets: [gpt-4o:mock]");
  await preview.getByRole("img", { name: requests }).waitFor();
  await preview.getByText("no provider is known").waitFor({ state: "detached" });
  expect(await accessibility(page)).toEqual([]);
  expect(trouble).toEqual([]);
});

it("an endpoint that is written here is asked for real, once its worst price was looked at", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments/new?by=draft");
  await page.getByLabel("Begin with").selectOption("an example");
  await page.getByRole("textbox", { name: "Endpoint", exact: true }).last().getByText("system_prompt").waitFor();
  await expect.poll(() => page.getByRole("radio", { name: /Routing only/u }).isDisabled()).toBe(true);
  await page.getByLabel("Cap (USD)").fill("1");
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  const preview = page.getByRole("region", { name: "What would be sent" });
  await preview.getByRole("cell", { name: "gpt-4o:mock" }).first().waitFor({ timeout: 30_000 });
  expect(await accessibility(page)).toEqual([]);
  // Another question has another price.
  await page.getByRole("textbox", { name: "Sample" }).fill("2");
  await preview.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Show what would be sent" }).click();
  await page.getByRole("button", { name: "Start" }).click({ timeout: 30_000 });
  await page.waitForURL(/\/experiments\/sim_/u, { timeout: 30_000 });
  expect((await experiments())[0]?.mode).toBe("with_responses");
  expect(trouble).toEqual([]);
}, 90_000);

it("a gateway that is down is said, and nothing that is filled in is lost", async () => {
  const { page, open } = await here.signedIn();
  await open("/experiments/new?config=cheaper%401");
  await page.getByRole("button", { name: "Run" }).waitFor();
  await page.route("**/api/simulations", (route) =>
    route.fulfill({ status: 500, contentType: "application/json", body: '{"error":{"code":"x","message":"Broken."}}' }),
  );
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByRole("alert").getByText("Broken.").waitFor();
  await page.unroute("**/api/simulations");
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL(/\/experiments\/sim_/u);
  expect((await experiments())[0]?.mode).toBe("routing_only");
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const { page, open, trouble } = await here.signedIn({ width, theme });
  for (const path of ["?config=cheaper%401", "?by=policy&policy=strategy%3A%20none&mode=with_responses"]) {
    await open(`/experiments/new${path}`);
    await page.getByText(`${SENT} logged requests are in this window.`).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  }
  expect(trouble).toEqual([]);
});
