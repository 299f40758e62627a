import { afterAll, beforeAll, expect, it } from "vitest";
import { understudyJson } from "../../understudy.ts";
import { accessibility, sideways, stage, type Stage } from "../stage.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
}, 120_000);
afterAll(() => here.close());

it("a link signs in once, by a cookie that no script sees and no other site may use", async () => {
  const { url } = await understudyJson<{ readonly url: string }>(["login", "--data", here.gateway.folder]);
  const { page, context, trouble } = await here.stranger();
  await page.goto(url);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
  const hours = ((cookie?.expires ?? 0) - Date.now() / 1_000) / 3_600;
  expect(hours).toBeGreaterThan(11);
  expect(hours).toBeLessThanOrEqual(12);
  expect(await page.evaluate("document.cookie")).toBe("");
  // The link is in no address that a later page could tell of.
  expect(page.url()).not.toContain("token");
  await expect.poll(() => page.getByText("cli (admin)").isVisible()).toBe(true);

  const second = await here.stranger();
  await second.page.goto(url);
  await second.page.getByText("That link was used before").waitFor();
  expect([...trouble, ...second.trouble]).toEqual([]);
});

it("a key signs in too; a wrong one, or a client's, is told why not", async () => {
  const { page, trouble, open } = await here.stranger();
  await open("/audit");
  const field = page.getByLabel("Or a key");
  await field.fill("us_a_wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("The API key is unknown.").waitFor();

  const client = await here.gateway.api("POST", "/api/keys", { name: "an app", role: "client" });
  await field.fill((client.body as unknown as { readonly key: string }).key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("needs a key with the role viewer").waitFor();

  await field.fill(here.gateway.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Audit" }).waitFor();
  expect(page.url()).toBe(`${here.gateway.url}/audit`);
  expect(trouble).toEqual([]);
});

it("signing out ends the session, in other windows as well", async () => {
  const { page, context } = await here.signedIn();
  const other = await context.newPage();
  await other.goto(`${here.gateway.url}/audit`);
  await other.getByRole("heading", { name: "Audit" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Or a key").waitFor();
  await other.reload();
  await other.getByLabel("Or a key").waitFor();
  expect(await context.cookies()).toEqual([]);
});

it("refuses what another site's page makes a browser ask for", async () => {
  const { context } = await here.signedIn();
  const [cookie] = await context.cookies();
  const headers = { cookie: `${cookie?.name}=${cookie?.value}`, "content-type": "application/json" };
  const ask = (more: Readonly<Record<string, string>>) =>
    fetch(`${here.gateway.url}/api/login-links`, { method: "POST", headers: { ...headers, ...more } });
  expect((await ask({ "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await ask({ "sec-fetch-site": "same-site" })).status).toBe(403);
  expect((await ask({ origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await ask({ "sec-fetch-site": "same-origin" })).status).toBe(201);
});

it("a page loads from nowhere else, runs no script but its own, and is never framed or kept", async () => {
  const response = await fetch(`${here.gateway.url}/audit`, { headers: { accept: "text/html" } });
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  const nonce = /'nonce-([^']+)'/u.exec(policy)?.[1] ?? "none";
  expect(await response.text()).toContain(`nonce="${nonce}"`);
  expect(response.headers.get("cache-control")).toBe("no-store");
  // What is not a page stays what it was.
  const api = await fetch(`${here.gateway.url}/api/audit`, { headers: { accept: "text/html" } });
  expect(api.status).toBe(401);
  const lost = await fetch(`${here.gateway.url}/assets/../../package.json`);
  expect(lost.status).not.toBe(200);
});

it.each([
  [1440, "light"],
  [360, "dark"],
] as const)("signed out and in, %i px, %s: nothing to scroll sideways, and axe finds nothing", async (width, theme) => {
  const out = await here.stranger({ width, theme });
  await out.open("/");
  await out.page.getByLabel("Or a key").waitFor();
  expect(await accessibility(out.page)).toEqual([]);
  expect(await sideways(out.page)).toBe(0);
  const { page, open, trouble } = await here.signedIn({ width, theme });
  await open("/audit");
  expect(await accessibility(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  expect(trouble).toEqual([]);
});
