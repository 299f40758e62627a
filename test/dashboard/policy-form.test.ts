import { afterAll, beforeAll, expect, it } from "vitest";
import type { Locator, Page } from "playwright-core";
import { accessibility, sideways, stage, type Stage } from "./stage.ts";
import { tryAgain } from "./try-again.ts";

let here: Stage;

beforeAll(async () => {
  here = await stage();
  const { url, key } = here.gateway;
  for (const model of ["gpt-4o-mini:mock", "gpt-4o:mock"]) {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model, messages: [{ role: "user", content: "Where is my order?" }] }),
    });
    if (!response.ok) throw new Error(`the gateway answered with ${response.status}`);
  }
}, 120_000);
afterAll(() => here.close());

const editor = (page: Page): Locator => page.getByRole("textbox", { name: "Policy", exact: true });
const form = (page: Page): Locator => page.getByRole("group", { name: "Policy", exact: true }).first();
const inAddress = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);
const address = (view: string, policy: string): string =>
  `/experiments/new?by=policy&view=${view}&policy=${encodeURIComponent(policy)}`;

/** What the page says the policy is. */
async function policyBecomes(page: Page, text: string): Promise<void> {
  await expect.poll(() => inAddress(page, "policy")).toBe(text);
}

/** As a hand does it: the browser's own replacing would carry styles along, which the page's policy refuses. */
async function write(page: Page, text: string): Promise<void> {
  await editor(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

async function focused(page: Page): Promise<string> {
  const element = "document.activeElement";
  return page.evaluate<string>(`${element}.ariaLabel ?? ${element}.labels?.[0]?.textContent ?? ${element}.textContent`);
}

/** Tab until something has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`nothing named ${name} is reached by Tab; the focus is on ${await focused(page)}`);
}

it("a cascade is made by the keyboard alone, seen as YAML, and run", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/experiments/new");
  await page.getByRole("radio", { name: "a stored config" }).focus();
  await page.keyboard.press("ArrowDown");
  await form(page).waitFor();
  await tabTo(page, "Strategy");
  await page.keyboard.type("cascade");
  const steps = form(page).getByRole("group", { name: "Steps" });
  await steps.waitFor();
  for (const target of ["gpt-4o:mock", "gpt-4o-mini:mock"]) {
    await page.keyboard.press("Tab");
    await tabTo(page, "Target");
    await page.keyboard.press("Control+a");
    await page.keyboard.type(target);
  }
  await tabTo(page, "Add step");
  await page.keyboard.press("Enter");
  // The focus is on what was added.
  await expect.poll(() => focused(page)).toBe("Strategy");
  await page.keyboard.type("single");
  await tabTo(page, "Target");
  await page.keyboard.type("o3:mock");
  for (let pressed = 0; (await focused(page)) !== "Move up: Step 3" && pressed < 9; pressed += 1)
    await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await steps.getByRole("status").or(page.getByText("Step 3 is now 2 of 3.")).first().waitFor({ state: "attached" });
  await expect.poll(() => focused(page)).toBe("Move up: Step 2");
  await page.keyboard.press("Enter");
  // At the top there is only the way down and out.
  await expect.poll(() => focused(page)).toBe("Move down: Step 1");
  await page.keyboard.press("Enter");
  await tabTo(page, "Remove: Step 2");
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toBe("Remove: Step 2");
  await expect.poll(() => steps.getByRole("listitem").count()).toBe(2);
  await page.getByRole("radio", { name: "Form" }).focus();
  await page.keyboard.press("ArrowRight");
  await editor(page).getByText("strategy: cascade").waitFor();
  await policyBecomes(
    page,
    "strategy: cascade\nsteps:\n  - gpt-4o:mock\n  - gpt-4o-mini:mock\naccept:\n  tool_calls: valid\n",
  );
  await page.getByRole("button", { name: "Run" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/experiments\/sim_/u);
  expect(trouble).toEqual([]);
}, 120_000);

it("wrong values and fields nobody knows stay as they are, each with what is wrong beside it, in every view", async () => {
  const { page, open, trouble } = await here.signedIn();
  const text = "strategy: fallback_chain # first come\ntargets:\n  - gpt-4o:mock # the large one\nmine: { a: [1] }\n";
  await open(address("form", text));
  await form(page).getByLabel("Retries").fill("many");
  await form(page).getByText("expected number, found string").waitFor();
  await form(page).getByRole("textbox", { name: "mine" }).waitFor();
  await form(page).getByText("unknown key").waitFor();
  await form(page).getByLabel("Target", { exact: true }).fill("");
  await form(page).getByText("expected a target or a policy, found an empty text").waitFor();
  await form(page).getByLabel("Target", { exact: true }).fill("gpt-4o-mini:mock");
  const now =
    "strategy: fallback_chain # first come\ntargets:\n  - gpt-4o-mini:mock # the large one\nmine: { a: [ 1 ] }\nretries: many\n";
  await policyBecomes(page, now);
  await page.getByRole("radio", { name: "YAML" }).check();
  await page.getByText("Line 5: `retries`: expected number, found string").first().waitFor();
  await page.getByRole("radio", { name: "JSON" }).check();
  await editor(page).getByText('"many"').waitFor();
  await page.getByRole("radio", { name: "YAML" }).check();
  await policyBecomes(page, now);
  await page.getByRole("radio", { name: "Form" }).check();
  await expect.poll(() => form(page).getByLabel("Retries").inputValue()).toBe("many");
  await form(page).getByLabel("Retries").fill("2");
  await form(page).getByRole("button", { name: "Remove mine" }).click();
  await policyBecomes(page, now.replace("many", "2").replace(/mine.*\n/u, ""));
  expect(await page.getByRole("button", { name: "Run" }).isEnabled()).toBe(true);
  expect(trouble).toEqual([]);
}, 120_000);

it("a text that cannot be read says so, with its line, and keeps its view", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(address("yaml", "strategy: single\nmodel: gpt-4o:mock\n"));
  await write(page, "strategy: single\nmodel: [");
  for (const view of ["Form", "JSON"]) {
    await page.getByRole("radio", { name: view }).click();
    await page
      .getByRole("alert")
      .getByText(/cannot be read, .* Line 2: /u)
      .waitFor();
    expect(await page.getByRole("radio", { name: "YAML" }).isChecked()).toBe(true);
  }
  await write(page, "strategy: single\nmodel: gpt-4o:mock");
  await page.getByRole("alert").waitFor({ state: "detached" });
  await page.getByRole("radio", { name: "Form" }).click();
  await expect.poll(() => form(page).getByLabel("Target").inputValue()).toBe("gpt-4o:mock");
  expect(trouble).toEqual([]);
}, 120_000);

it("nested policies are forms in forms; targets are offered, and what preview and gateway refuse stands at its field", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open(address("form", "strategy: priority\ntargets: [gpt-4o:mock]\n"));
  const offered = page.locator("datalist option");
  await expect.poll(() => offered.allTextContents()).toContain("gpt-4o-mini:mock");
  await form(page).getByRole("button", { name: "Add target" }).click();
  const second = form(page).getByRole("group", { name: "Target 2" });
  await second.getByLabel("Strategy").selectOption("ab_test");
  await second.getByRole("group", { name: "Arms" }).waitFor();
  const arm = second.getByRole("group", { name: "Arm 2" }).first();
  await arm.getByLabel("Strategy").selectOption("target");
  await arm.getByLabel("Target", { exact: true }).fill("nobody:nowhere");
  await second.getByRole("group", { name: "Arm 1" }).first().getByLabel("Target", { exact: true }).fill("gpt-4o:mock");
  const target = arm.getByLabel("Target", { exact: true });
  await expect.poll(() => target.getAttribute("aria-invalid")).toBe("true");
  await page.getByRole("button", { name: "Run" }).click();
  await page.getByRole("alert").getByText("nobody:nowhere").waitFor();
  await expect.poll(() => target.getAttribute("aria-invalid")).toBe("true");
  await target.fill("gpt-4o-mini:mock");
  await expect.poll(() => target.getAttribute("aria-invalid")).toBeNull();
  await page.getByRole("button", { name: "Run" }).click();
  await page.waitForURL(/\/experiments\/sim_/u);
  expect(trouble).toEqual([]);
}, 120_000);

it("says so where the strategies do not come, and goes on once they do", async () => {
  const { page, open } = await here.signedIn();
  await page.route("**/api/strategies", (route) => route.fulfill({ status: 500, body: "{}" }));
  await open(address("form", "a:b"));
  await page.getByText("Something went wrong").waitFor({ timeout: 30_000 });
  await page.unroute("**/api/strategies");
  await tryAgain(page, form(page).getByLabel("Target"));
  await expect.poll(() => form(page).getByLabel("Target").inputValue()).toBe("a:b");
}, 120_000);

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)(
  "%i px, %s: nothing to scroll sideways, and axe finds nothing",
  async (width, theme) => {
    const { page, open, trouble } = await here.signedIn({ width, theme });
    const arms = "[{ weight: many, name: a, policy: { strategy: cascade, steps: [a:b, c:d], accept: { judge: {} } } }]";
    await open(
      address(
        "form",
        `strategy: custom_rules\nrules: [{ when: { tokens: 1 }, then: a:b }]\ndefault: { strategy: ab_test, split: ${arms} }`,
      ),
    );
    await form(page).getByRole("group", { name: "Steps" }).waitFor();
    expect(await accessibility(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    expect(trouble).toEqual([]);
  },
  120_000,
);
