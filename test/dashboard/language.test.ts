import { afterAll, beforeAll, expect, it } from "vitest";
import { stage, type Stage } from "./stage.ts";

let here: Stage;
beforeAll(async () => {
  here = await stage();
  const { url, key } = here.gateway;
  await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini:mock", messages: [{ role: "user", content: "Hello" }] }),
  });
}, 120_000);
afterAll(() => here.close());

it.each(["C", "en-US@posix", "de-DE"])(
  "a browser whose language is %s draws charts and writes numbers and dates as any other",
  async (language) => {
    const { page, context, open, trouble } = await here.signedIn();
    await context.addInitScript(`Object.defineProperty(Navigator.prototype, "language", { get: () => "${language}" });
      Object.defineProperty(Navigator.prototype, "languages", { get: () => ["${language}"] });`);
    await expect
      .poll(async () => (await here.gateway.api("GET", "/api/health/targets")).body, { timeout: 10_000 })
      .toMatchObject({ targets: [{ target: "gpt-4o-mini:mock" }] });
    await open("/health?hours=168&target=gpt-4o-mini:mock");
    expect(await page.evaluate("navigator.language")).toBe(language);
    await expect.poll(() => page.locator(".uplot canvas").count()).toBe(3);
    await open("/logs");
    await page
      .getByText(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d/u)
      .first()
      .waitFor();
    await open("/experiments/new?by=policy");
    await page.getByRole("textbox", { name: "Policy" }).waitFor();
    expect(trouble).toEqual([]);
  },
  60_000,
);
