import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { filledHouse, type FilledHouse } from "../filled-house.ts";
import { write } from "../write.ts";

let house: FilledHouse;
beforeAll(async () => {
  house = await filledHouse();
}, 120_000);
afterAll(() => house.close());

/** The notice above the page. */
const says = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text }).first();

async function signInAgain(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign in again" }).last().click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("A key").fill(house.here.gateway.key);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "detached" });
}

it("every page that is open says that the gateway is gone, then that one is signed out, and goes on by itself", async () => {
  const { here } = house;
  const { context } = await here.signedIn();
  const pages = await Promise.all(
    [...house.addresses].map(async ([path, [address]]) => {
      const page = await context.newPage();
      await page.goto(`${here.gateway.url}${address}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      return { path, page };
    }),
  );
  await here.gateway.stop("SIGKILL");
  for (const { page } of pages) await says(page, "The gateway does not answer").waitFor();
  await here.startAgain();
  for (const { page } of pages) await says(page, "You are signed out").waitFor();
  const [first] = pages;
  if (first !== undefined) await signInAgain(first.page);
  for (const { path, page } of pages) {
    await expect.poll(() => page.getByRole("alert").count(), { message: path, timeout: 20_000 }).toBe(0);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  await context.close();
}, 120_000);

it("a page whose code was not fetched yet opens as soon as the gateway is there again", async () => {
  const { here } = house;
  const { page, trouble, open } = await here.signedIn();
  await open("/audit");
  await here.gateway.stop("SIGKILL");
  await page.getByRole("link", { name: "Configs" }).click();
  await says(page, "The gateway does not answer").waitFor();
  await here.startAgain();
  // Left for good with the click: it is loaded anew, where it was to go.
  await page.getByLabel("Or a key").fill(here.gateway.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Configs" }).waitFor();
  await page.getByRole("link", { name: "cheaper", exact: true }).first().waitFor();
  expect(trouble).toEqual([]);
}, 60_000);

it("what was typed survives a restart of the gateway and signing in again, and can then be sent", async () => {
  const { here } = house;
  const { page, open } = await here.signedIn();
  await open(`/logs?open=${house.row}&tab=replay`);
  const editor = page.getByRole("textbox", { name: "Messages to send" });
  await write(editor, '[{"role":"user","content":"question 6"}]');
  await here.gateway.stop("SIGKILL");
  const drawer = page.getByRole("dialog", { name: "Request" });
  await drawer.getByRole("button", { name: "Run replay" }).click();
  await drawer.getByRole("alert").getByText("Start it with `understudy up`").waitFor();
  await here.startAgain();
  await drawer.getByRole("button", { name: "Run replay" }).click();
  await drawer.getByRole("alert").getByText("You are signed out").waitFor();
  await signInAgain(page);
  await drawer.getByText("You are signed in again").waitFor();
  await expect.poll(() => editor.textContent()).toContain("question 6");
  await drawer.getByRole("button", { name: "Run replay" }).click();
  await page
    .getByRole("region", { name: "Result of the replay" })
    .getByRole("row", { name: /Latency/u })
    .waitFor();
}, 60_000);

it("a form keeps what is filled in when its session ends; a link in another tab will do as well as a key", async () => {
  const { here } = house;
  const { page, context, open } = await here.signedIn();
  await open("/configs");
  await page.getByRole("button", { name: "New config" }).click();
  const form = page.getByRole("dialog", { name: "New config" });
  await form.getByLabel("Name").fill("kept");
  await form.getByLabel("Why").fill("typed before the session ended");
  await form.getByRole("radio", { name: "YAML" }).check();
  const editor = form.getByRole("textbox", { name: "Policy", exact: true });
  await write(editor, "{ strategy: single, model: gpt-4o-mini:openai }");
  await context.clearCookies();
  await form.getByRole("button", { name: "Store it" }).click();
  await form.getByRole("button", { name: "Sign in again" }).click();
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("A key").fill("us_a_wrong");
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.getByRole("alert").getByText("The API key is unknown.").waitFor();
  const { path } = (await here.gateway.api("POST", "/api/login-links")).body as unknown as { readonly path: string };
  const tab = await context.newPage();
  await tab.goto(`${here.gateway.url}${path}`);
  await tab.getByRole("navigation", { name: "Main" }).waitFor();
  await tab.close();
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => form.getByLabel("Why").inputValue()).toBe("typed before the session ended");
  await form.getByRole("button", { name: "Store it" }).click();
  await page.getByRole("heading", { name: "kept@1" }).waitFor();
  await page.getByText("typed before the session ended").first().waitFor();
}, 60_000);

it("without a network the gateway of this machine is asked all the same", async () => {
  const { here } = house;
  const { page, context, open } = await here.signedIn();
  await open("/audit");
  await context.setOffline(true);
  await page.getByRole("link", { name: "Logs" }).click();
  await says(page, "The gateway does not answer").waitFor();
  await context.setOffline(false);
  await page.getByRole("table", { name: "Logged requests" }).waitFor();
  await expect.poll(() => page.getByRole("alert").count(), { timeout: 10_000 }).toBe(0);
}, 60_000);
