import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(() => here.close());

it("a key is made, shown once, works, and is revoked", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("the <b>shop</b>");
  await page.getByLabel("Budget, USD a day").fill("2.5");
  await page.getByLabel("Last day (UTC)").fill("2099-12-31");
  await page.getByRole("button", { name: "Make the key" }).click();
  const key = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  expect(key).toMatch(/^us_c_/u);
  await page.getByRole("button", { name: "I have it" }).click();
  const table = page.getByRole("table", { name: "Keys, newest first" });
  await table.getByText("the <b>shop</b>").waitFor();
  await table.getByText("$0.00 of $2.50 a day").waitFor();
  expect(await page.content()).not.toContain(key);

  const models = () => fetch(`${here.gateway.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
  expect((await models()).status).toBe(200);
  await page.getByRole("button", { name: "Revoke the <b>shop</b>" }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await table.getByText("revoked").waitFor();
  expect((await models()).status).toBe(401);
  expect(trouble).toEqual([]);
}, 60_000);

it("a project says how long rows are kept and what is taken out; a wrong rule is refused where it is written", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/keys");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Name").fill("shop");
  await page.getByLabel("Days that rows are kept").fill("30");
  const rules = page.getByRole("textbox", { name: "Redaction rules, as YAML" });
  await rules.press("ControlOrMeta+a");
  await page.keyboard.insertText("[{ kind: nonsense }]");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("redact[0]").first().waitFor();
  await rules.press("ControlOrMeta+a");
  await rules.press("Delete");
  await page.keyboard.insertText("[{ kind: pii }]");
  await page.getByRole("button", { name: "Save" }).click();
  const row = page.getByRole("table", { name: "Projects" }).getByRole("row", { name: /shop/u });
  await row.getByText("30 days").waitFor();
  await row.getByText("pii").waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it("whoever may not see keys is told so, and the projects stay in view", async () => {
  const { page, open, trouble } = await here.stranger();
  const made = await here.gateway.api("POST", "/api/keys", { name: "looker", role: "viewer" });
  await open("/keys");
  await page.getByLabel("Or a key").fill((made.body as unknown as { readonly key: string }).key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Your key does not reach this far").waitFor();
  await page.getByRole("heading", { name: "Projects" }).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "New key" }).isDisabled()).toBe(true);
  expect(trouble).toEqual([]);
}, 60_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)(
  "%i px, %s: nothing to scroll sideways, and axe finds nothing",
  async (width, theme) => {
    const { page, open, trouble } = await here.signedIn({ width, theme });
    await open("/keys");
    await page.getByRole("table", { name: "Keys, newest first" }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await page.getByRole("button", { name: "New key" }).click();
    expect(await accessibility(page)).toEqual([]);
    expect(trouble).toEqual([]);
  },
  60_000,
);
