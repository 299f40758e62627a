import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { stage, type Stage } from "../stage.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
  const { url, key } = here.gateway;
  for (const [model, content] of [
    ["gpt-4o-mini:mock", "What is the time?"],
    ["gpt-4o:mock", "And where?"],
  ]) {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ model, messages: [{ role: "user", content }] }),
    });
    if (!response.ok) throw new Error(await response.text());
  }
}, 120_000);
afterAll(() => here.close());

const SOON = { timeout: 10_000 };
const MOST_TABS = 60;
/** What has the focus: its name for whoever listens, and whether whoever looks can see where it is. */
const FOCUS = `(() => {
  const one = document.activeElement;
  const frame = one.closest(".cm-editor") ?? one;
  const { outlineStyle, outlineWidth } = getComputedStyle(frame);
  return {
    name: (one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent ?? "").trim(),
    seen: one === document.body || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1),
    place: one.localName,
  };
})()`;

interface Focus {
  readonly name: string;
  readonly seen: boolean;
  readonly place: string;
}

const focus = (page: Page): Promise<Focus> => page.evaluate<Focus>(FOCUS);

/** Tab, until what has a name has the focus; on the way no place may be one that is not seen. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const met: string[] = [];
  for (let pressed = 0; pressed < MOST_TABS; pressed += 1) {
    await page.keyboard.press("Tab");
    const { name: now, place } = await focus(page);
    const message = `the focus on ${place} "${now.slice(0, 60)}" is to be seen`;
    await expect.poll(async () => (await focus(page)).seen, { message, ...SOON }).toBe(true);
    if (typeof name === "string" ? now === name : name.test(now)) return;
    met.push(now.slice(0, 30));
  }
  throw new Error(`Tab never comes to ${String(name)}, only to ${met.join(" | ")}`);
}

it("without a mouse: signing in, opening a row, sending it again, replaying all of them, reading the result", async () => {
  const { page, open, trouble } = await here.stranger();
  await open("/");
  await tabTo(page, /^Or a key/u);
  await page.keyboard.type(here.gateway.key);
  await page.keyboard.press("Enter");
  const rows = page.getByRole("table", { name: "Logged requests" }).getByRole("row");
  await rows.nth(2).waitFor();

  // A row, by the keys that ? tells.
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).getByText("open the row").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Request" });
  await drawer.getByText("And where?").first().waitFor();
  await tabTo(page, "Messages");
  await page.keyboard.press("End");
  await expect.poll(async () => (await focus(page)).name, SOON).toBe("Replay");
  await drawer.getByRole("textbox", { name: "Messages to send" }).waitFor();
  await tabTo(page, "Messages to send");
  await page.keyboard.press("Control+End");
  await tabTo(page, "Run replay");
  await page.keyboard.press("Enter");
  await drawer
    .getByRole("region", { name: "Result of the replay" })
    .getByRole("row", { name: /Latency/u })
    .waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await expect.poll(() => rows.count(), SOON).toBe(4);

  // What is closed gives the focus back to where it was.
  await page.keyboard.press("/");
  await expect.poll(async () => (await focus(page)).name, SOON).toBe("Find");
  await page.keyboard.press("Escape");
  await tabTo(page, /^20\d\d-\d\d-\d\d/u);
  const { name } = await focus(page);
  await page.keyboard.press("Enter");
  await drawer.waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await expect.poll(async () => (await focus(page)).name, SOON).toBe(name);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await focus(page)).name, SOON).toBe(name);

  // A simulation. The page is loaded anew, as by F5, and begins at its top.
  await page.reload();
  await rows.nth(2).waitFor();
  await tabTo(page, "Experiments");
  await page.keyboard.press("Enter");
  await page.getByText("No experiment was made yet").waitFor();
  await tabTo(page, "New run");
  await page.keyboard.press("Enter");
  await page.getByText(/logged requests are in this window/u).waitFor();
  await tabTo(page, "a stored config");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("group", { name: "Policy", exact: true }).first().waitFor();
  await tabTo(page, "Strategy");
  await page.keyboard.type("one");
  await tabTo(page, "Target");
  await page.keyboard.type("gpt-4o-mini:mock");
  await tabTo(page, "Sample");
  await expect.poll(() => page.getByRole("button", { name: "Run", exact: true }).isEnabled(), SOON).toBe(true);
  await tabTo(page, "Run");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/experiments\/sim_/u);

  // Its numbers.
  await page.getByRole("heading", { name: "Baseline against candidate" }).waitFor();
  await tabTo(page, "Result");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("heading", { name: "Decision, step by step" }).waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.getByRole("heading", { name: "Baseline against candidate" }).waitFor();
  await tabTo(page, "Table");
  await page.keyboard.press("Enter");
  await page.getByRole("figure").getByRole("table").first().waitFor();
  expect(trouble).toEqual([]);
}, 120_000);

it("the first Tab of a page leads past the navigation", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/audit");
  await page.keyboard.press("Tab");
  await expect.poll(async () => (await focus(page)).name, SOON).toBe("To the content");
  await page.keyboard.press("Enter");
  await tabTo(page, /./u);
  await expect.poll(() => page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
  expect(trouble).toEqual([]);
});
