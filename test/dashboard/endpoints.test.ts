import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(() => here.close());

it("says what to type where there is no endpoint, and what is wrong where the API fails", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/endpoints");
  await page.getByText("There is no endpoint yet").waitFor();
  await open("/endpoints/default/nobody");
  await page.getByText("This endpoint is not there (any more)").waitFor();
  await page.route("**/api/endpoints*", (route) => route.fulfill({ status: 500, body: "{}" }));
  await open("/endpoints");
  await page.getByText("Something went wrong").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it("an endpoint is written, its prompt changed, both versions compared, and the first put back", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/endpoints");
  await page.getByRole("button", { name: "New endpoint" }).click();
  await page.getByLabel("Name").fill("support");
  const editor = page.getByRole("textbox", { name: "Definition, as YAML or JSON" });
  const write = async (text: string): Promise<void> => {
    await editor.press("ControlOrMeta+a");
    await editor.press("Delete");
    await page.keyboard.insertText(text);
  };
  await write("{ system_prompt: Be brief, policy: { strategy: single, modl: a } }");
  await page.getByText("Line 1: `modl`").first().waitFor();
  await write("{ system_prompt: Answer <i>in one</i> sentence., policy: gpt-4o:mock, sessions: true }");
  await page.getByRole("button", { name: "Store it" }).click();
  await page.getByRole("heading", { name: "default/support@1" }).waitFor();
  await page.getByText("Answer <i>in one</i> sentence.").waitFor();

  await page.getByRole("button", { name: "New version" }).click();
  await page.getByRole("button", { name: "Store as version 2" }).click();
  await page.getByText("Version 1 says the same already").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();

  const guardrails = { input: [{ kind: "max_length", action: "block", characters: 20_000 }] };
  const definition = {
    system_prompt: "Answer <i>in one</i> sentence, politely.",
    policy: "gpt-4o:mock",
    sessions: true,
    guardrails,
  };
  const note = "complaints";
  await here.gateway.api("PUT", "/api/projects/default/endpoints/support", { definition, note });
  await open("/endpoints/default/support?tab=versions");
  const versions = page.getByRole("table", { name: "Versions, newest first" });
  await versions.getByText("complaints").waitFor();
  await versions.getByRole("link", { name: "against @1" }).click();
  await page.getByText("/guardrails/input/0/characters").waitFor();
  await expect.poll(() => page.locator("ins").first().textContent()).toContain("politely");
  await page.reload();
  await page.getByText("/guardrails/input/0/characters").waitFor();
  await page.getByRole("tab", { name: "Versions (2)" }).click();
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  await page.getByText("instead of version 2").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("heading", { name: "default/support@3" }).waitFor();
  await page.getByText("as support@1").first().waitFor();
  await page.getByRole("tab", { name: "Sessions" }).click();
  await page.getByText("No session was counted yet").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)(
  "%i px, %s: nothing to scroll sideways, and axe finds nothing",
  async (width, theme) => {
    const { page, open, trouble } = await here.signedIn({ width, theme });
    for (const path of ["/endpoints", "/endpoints/default/support", "/endpoints/default/support?tab=versions"]) {
      await open(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      expect(await accessibility(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
    }
    expect(trouble).toEqual([]);
  },
  60_000,
);
