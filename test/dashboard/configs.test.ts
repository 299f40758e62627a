import { afterAll, beforeAll, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { tryAgain } from "./try-again.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(() => here.close());

const FIRST = { strategy: "fallback_chain", targets: ["gpt-4o:mock", "gpt-4o-mini:mock"] };

/** As a hand does it: the editor's own keys take the old text out. */
async function write(editor: Locator, text: string): Promise<void> {
  await editor.press("ControlOrMeta+a");
  await editor.press("Delete");
  await editor.page().keyboard.insertText(text);
}

async function store(name: string, policy: object, note: string): Promise<void> {
  const { status } = await here.gateway.api("POST", "/api/configs", { name, policy, note });
  expect(status).toBe(201);
}

it("says what to type where there is no config, and what is wrong where the API fails", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/configs");
  await page.getByText("There is no config yet").waitFor();
  await page.getByText("Nothing is attached").waitFor();
  await open("/configs/nobody");
  await page.getByText("There is no config nobody").waitFor();
  await page.route("**/api/configs*", (route) => route.fulfill({ status: 500, body: "{}" }));
  await open("/configs");
  await page.getByText("Something went wrong").waitFor({ timeout: 10_000 });
  await page.unroute("**/api/configs*");
  await tryAgain(page, page.getByText("There is no config yet"));
  expect(trouble).toEqual([]);
});

it("a policy is written, stored, attached, changed, compared and rolled back", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/configs");
  await page.getByRole("button", { name: "New config" }).click();
  await page.getByLabel("Name").fill("cheaper");
  await page.getByLabel("Why").fill("as agreed <b>on Monday</b>");
  const editor = page.getByRole("textbox", { name: "Policy", exact: true });
  await page.getByRole("radio", { name: "YAML" }).check();
  await write(editor, "{ strategy: fallback_chain, targetz: [gpt-4o:mock] }");
  await page.getByText("Line 1: `targetz`").first().waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Store it" }).isDisabled()).toBe(true);
  await write(editor, "{ strategy: fallback_chain, targets: [gpt-4o:mock, gpt-4o-mini:mock] }");
  await page.getByRole("button", { name: "Store it" }).click();
  await page.getByRole("heading", { name: "cheaper@1" }).waitFor();
  await page.getByText("as agreed <b>on Monday</b>").first().waitFor();
  await page.getByRole("region", { name: "The plan as a tree" }).getByText("then, where that one fails").waitFor();

  await page.getByRole("button", { name: "Attach @1" }).click();
  await page.getByText("instead of no config").waitFor();
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.getByRole("button", { name: "New version" }).click();
  await page.getByLabel("Why").fill("one is enough");
  await page.getByRole("button", { name: "Store as version 2" }).click();
  await page.getByText("Version 1 says the same already").waitFor();
  await page.getByRole("radio", { name: "YAML" }).check();
  await write(editor, "{ strategy: single, model: gpt-4o-mini:mock }");
  await page.getByRole("button", { name: "Store as version 2" }).click();
  await page.getByRole("heading", { name: "cheaper@2" }).waitFor();
  await page.getByRole("button", { name: "Attach @2" }).click();
  await page.getByText("instead of cheaper@1").waitFor();
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.getByRole("tab", { name: "Versions (2)" }).click();
  const versions = page.getByRole("table", { name: "Versions, newest first" });
  await versions.getByText("one is enough").waitFor();
  await versions.getByText("cli").first().waitFor();
  await versions.getByRole("link", { name: "against @1" }).click();
  await page.getByText("/targets/0/model").waitFor();
  await expect.poll(() => page.locator("del").first().textContent()).toContain("fallback_chain");
  await page.reload();
  await page.getByText("/targets/0/model").waitFor();

  await page.getByRole("tab", { name: "Serves" }).click();
  await page.getByRole("button", { name: "Roll back project:default" }).click();
  await page.getByText("cheaper@1 instead of cheaper@2").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("link", { name: "cheaper@1" }).waitFor();
  await page.getByRole("button", { name: "Detach project:default" }).click();
  await page.getByRole("button", { name: "Detach it" }).click();
  await page.getByText("Nothing is attached").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("%i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  await store(`split-${width}`, { strategy: "ab_test", split: [{ name: "all", weight: 1, policy: FIRST }] }, "a split");
  const { page, open, trouble } = await here.signedIn({ width, theme });
  for (const path of [
    "/configs",
    `/configs/split-${width}`,
    `/configs/split-${width}?tab=versions`,
    "/configs/cheaper?tab=differences",
  ]) {
    await open(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
  }
  await open(`/configs/split-${width}`);
  await page.getByRole("button", { name: "New version" }).click();
  await page.getByRole("group", { name: "Targets" }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(trouble).toEqual([]);
});
