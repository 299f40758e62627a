import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { tryAgain } from "./try-again.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
  const single = (model: string) => ({ strategy: "single", model: `${model}:mock` });
  const change = async (method: string, path: string, body: object): Promise<void> => {
    const { status } = await here.gateway.api(method, path, body);
    expect([path, status < 300]).toEqual([path, true]);
  };
  await change("POST", "/api/projects", { name: "shop", retention_days: 7 });
  await change("PATCH", "/api/projects/shop", { retention_days: 30 });
  await change("POST", "/api/configs", { name: "cheaper", policy: single("gpt-4o"), note: null });
  await change("POST", "/api/configs", { name: "cheaper", policy: single("gpt-4o-mini"), note: null });
  await change("POST", "/api/attachments", { scope: "project:shop", config: "cheaper@1" });
  await change("POST", "/api/attachments", { scope: "project:shop", config: "cheaper@2" });
  const endpoint = "/api/projects/shop/endpoints/support";
  await change("PUT", endpoint, { definition: { system_prompt: "Be brief." }, note: null });
  await change("PUT", endpoint, { definition: { system_prompt: "Be kind.", sessions: true }, note: null });
  await change("POST", "/api/keys", { name: "<b>bold</b>", role: "viewer", project: "shop" });
}, 120_000);
afterAll(() => here.close());

const rowsOf = "Audit entries, newest first";

it("finds a change, says from what to what it went, and leads to what it changed", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/audit");
  const table = page.getByRole("table", { name: rowsOf });
  await table.getByText("<b>bold</b>").waitFor();

  await page.getByLabel("Kind").selectOption("project");
  await page.getByLabel("Action").selectOption("project.update");
  const update = table.getByRole("row", { name: "project.update" });
  await update.getByText("retention days").waitFor();
  await expect.poll(() => update.textContent()).toContain("7 →became 30");
  await expect.poll(() => new URL(page.url()).search).toBe("?kind=project&action=project.update");

  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByLabel("Find").fill("CHEAPER@2");
  const attached = table.getByRole("row", { name: /config\.attach .*became cheaper@2/u });
  await attached.waitFor();
  await table.getByText("cheaper@1", { exact: true }).nth(1).waitFor({ state: "detached" });
  await expect.poll(() => table.getByRole("row").count()).toBe(2);
  await attached.getByRole("link", { name: /^\d{4}-/u }).click();
  const drawer = page.getByRole("dialog", { name: "config.attach" });
  const change = drawer.getByRole("table", { name: "What changed" }).getByRole("row", { name: /^config/u });
  await change.getByRole("link", { name: "cheaper@1" }).waitFor();
  await page.reload();
  await change.getByRole("link", { name: "cheaper@2" }).click();
  await page.getByRole("heading", { name: "cheaper@2" }).waitFor();

  await open("/audit?action=endpoint.update");
  await table.getByRole("link", { name: /^\d{4}-/u }).click();
  await page.getByText("system_prompt, sessions").first().waitFor();
  await page.getByRole("link", { name: "What this version says, beside the one before" }).click();
  await page.getByRole("tab", { name: "Differences", selected: true }).waitFor();
  await page.getByText("kind.").first().waitFor();
  expect(trouble).toEqual([]);
});

it("who and when stand in the address, a page at a time, and the same entries are taken along", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/audit?actor=admin&last=1h");
  const table = page.getByRole("table", { name: rowsOf });
  await table.getByText("project.create").first().waitFor();
  await expect.poll(() => page.getByLabel("Who").inputValue()).toBe("admin");
  await expect.poll(() => table.getByText("first start").count()).toBe(0);
  const shown = await table.getByRole("row").count();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV of these entries" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("audit.csv");
  expect(
    readFileSync(await file.path(), "utf8")
      .trimEnd()
      .split("\r\n"),
  ).toHaveLength(shown);

  await table.getByRole("link", { name: "key.create" }).click();
  await table.getByText("project.create").waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).searchParams.get("action")).toBe("key.create");
  await page.goBack();
  await table.getByText("project.create").first().waitFor();

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  for (let more = 0; more < 110; more += 1)
    await here.gateway.api("PATCH", "/api/projects/shop", { retention_days: more + 1 });
  await open("/audit?kind=project");
  await page.getByRole("button", { name: "Older entries" }).click();
  await table.getByText("project.create").first().waitFor();
  expect(await page.getByRole("button", { name: "Older entries" }).count()).toBe(0);
  await expect.poll(() => table.getByRole("row").count()).toBeGreaterThan(112);
  expect(trouble).toEqual([]);
});

it("says what is not there, what it does not understand, and what went wrong", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/audit?text=nobody-said-this&kind=unheard_of");
  await page.getByText("No entry fits these filters").waitFor();
  await expect.poll(() => page.getByLabel("Kind").inputValue()).toBe("unheard_of");
  await open("/audit?from=soon");
  await page.getByText('"soon" is not a date').waitFor();
  await open("/audit?open=no-such-entry");
  await page.getByText("There is no such entry").waitFor();
  await page.route("**/api/audit?*", (route) => route.fulfill({ status: 500, body: "{}" }));
  await open("/audit");
  await page.getByText("Something went wrong").waitFor({ timeout: 10_000 });
  await page.unroute("**/api/audit?*");
  await tryAgain(page, page.getByRole("table", { name: rowsOf }));
  expect(trouble).toEqual([]);
});

it.each([
  ["light", 1440],
  ["dark", 360],
] as const)("is accessible %s at %i px, and fits", async (theme, width) => {
  const { page, open, trouble } = await here.signedIn({ theme, width });
  await open("/audit?action=config.attach");
  await page.getByRole("table", { name: rowsOf }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  await page
    .getByRole("table", { name: rowsOf })
    .getByRole("link", { name: /^\d{4}-/u })
    .first()
    .click();
  await page.getByRole("table", { name: "What changed" }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  expect(trouble).toEqual([]);
});
