import { afterAll, beforeAll, expect, it } from "vitest";
import type { Page, Route } from "playwright-core";
import { filledHouse, type FilledHouse } from "../filled-house.ts";

let house: FilledHouse;
beforeAll(async () => {
  house = await filledHouse();
}, 120_000);
afterAll(() => house.close());

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A document of which only some fields are left, in the records it lists and in those within them. @param which of a record, by place */
function only(which: (place: number) => boolean, document: Json, depth = 0): Json {
  if (Array.isArray(document)) return document.map((one: Json) => only(which, one, depth + 1));
  if (typeof document !== "object" || document === null) return document;
  const kept = Object.entries(document).filter((_, place) => depth === 0 || which(place));
  return Object.fromEntries(kept.map(([key, value]) => [key, only(which, value, depth + 1)]));
}

const SHAPES: readonly (readonly [string, (answer: Json) => Json])[] = [
  ["none of their fields", () => ({})],
  ["every other field", (answer) => only((place) => place % 2 === 0, answer)],
  ["the fields between them", (answer) => only((place) => place % 2 === 1, answer)],
];

/** Changes what the gateway answers, but for who is signed in. */
async function reshape(page: Page, shape: (answer: Json) => Json): Promise<void> {
  await page.route(/\/api\/(?!session|.*\/events|.*\/report)/u, async (route: Route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: shape((await response.json().catch(() => null)) as Json) });
  });
}

/** Waits until the page draws nothing more. @returns what stands on it, or in what is open over it */
async function drawn(page: Page): Promise<string> {
  await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor();
  for (const loading of await page.getByRole("status", { name: /Loading/u, includeHidden: true }).all())
    await loading.waitFor({ state: "detached" });
  return page.locator("main, [role=dialog]").last().innerText();
}

it.each(SHAPES)(
  "of answers with %s each page shows what it can, or says that it cannot; asked anew it shows all",
  async (_, shape) => {
    const { page } = await house.here.signedIn();
    for (const address of [...house.addresses.values()].flatMap((some) => some.slice(0, 2))) {
      await reshape(page, shape);
      await page.goto(`${house.here.gateway.url}${address}`);
      expect((await drawn(page)).length, address).toBeGreaterThan(20);
      const places = page.getByRole("navigation", { name: "Main", includeHidden: true });
      expect(await places.count(), address).toBe(1);
      await page.unrouteAll({ behavior: "ignoreErrors" });
      const failure = page.getByRole("alert").filter({ hasText: "cannot show what it was given" });
      while ((await failure.count()) > 0) {
        const last = failure.last();
        const text = await last.innerText();
        await last.getByRole("button", { name: "Try again" }).click();
        await expect
          .poll(() => failure.allInnerTexts(), { message: `${address}: ${text}`, timeout: 20_000 })
          .not.toContain(text);
      }
    }
  },
  120_000,
);

it.each([
  [
    "nonsense",
    "?tab=nonsense&version=%7B%22a%22%3A1%7D&against=-1&pair=abc&bucket=none&judge=%5B1%5D&show=x&hours=forever&last=never&open=%00&config=%40&by=x&mode=x&policy=%7B",
  ],
  ["what is no query", "?&&=&%E0%A4%A"],
])(
  "an address with %s behind its ? opens its page, which says what it does not know",
  async (_, search) => {
    const { page, trouble } = await house.here.signedIn();
    for (const [path, [address]] of house.addresses) {
      await page.goto(`${house.here.gateway.url}${address.split("?", 1)[0]}${search}`);
      expect((await drawn(page)).length, path).toBeGreaterThan(40);
      expect(await page.getByText("This page failed").count(), path).toBe(0);
    }
    expect(trouble).toEqual([]);
  },
  60_000,
);

it("an address that is no page says so, and leads on", async () => {
  const { page, open, trouble } = await house.here.signedIn();
  await open("/no/such/page");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await page.getByRole("main").getByRole("link", { name: "Logs" }).click();
  await page.getByRole("heading", { name: "Live Logs" }).waitFor();
  expect(trouble).toEqual([]);
});
