import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Page } from "playwright-core";
import { filledHouse, type FilledHouse } from "../filled-house.ts";
import { dashboardRoutes } from "../routes.ts";
import { accessibility, sideways, stage, type Stage } from "../stage.ts";

const WIDE_LIGHT = { width: 1440, colorScheme: "light" } as const;
const WIDE_DARK = { width: 1440, colorScheme: "dark" } as const;
const NARROW_LIGHT = { width: 360, colorScheme: "light" } as const;
const NARROW_DARK = { width: 360, colorScheme: "dark" } as const;

type View = typeof WIDE_LIGHT | typeof WIDE_DARK | typeof NARROW_LIGHT | typeof NARROW_DARK;

/** What keeps somebody from using a page in these views, each with its address. */
async function wrongWith(page: Page, address: string, views: readonly View[]): Promise<readonly string[]> {
  await page.goto(address);
  await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor();
  for (const loading of await page.getByRole("status", { name: /Loading/u, includeHidden: true }).all())
    await loading.waitFor({ state: "detached" });
  const wrong: string[] = [];
  for (const { width, colorScheme } of views) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.locator(`[data-theme=${colorScheme}]`).waitFor();
    const seen = `${address} at ${width} px, ${colorScheme}`;
    wrong.push(...(await accessibility(page)).map((found) => `${seen}: ${found}`));
    if ((await sideways(page)) > 0) wrong.push(`${seen}: scrolls sideways`);
  }
  return wrong;
}

describe("with something on every page", () => {
  let house: FilledHouse;
  beforeAll(async () => {
    house = await filledHouse();
  }, 120_000);
  afterAll(() => house.close());

  it("axe finds nothing on any page, wide or narrow, light or dark, and nothing scrolls sideways", async () => {
    const { page, trouble } = await house.here.signedIn();
    const wrong: string[] = [];
    for (const [first, ...tabs] of house.addresses.values()) {
      const { url } = house.here.gateway;
      wrong.push(...(await wrongWith(page, `${url}${first}`, [WIDE_LIGHT, WIDE_DARK, NARROW_DARK, NARROW_LIGHT])));
      for (const tab of tabs) wrong.push(...(await wrongWith(page, `${url}${tab}`, [WIDE_LIGHT, NARROW_DARK])));
    }
    expect(wrong).toEqual([]);
    expect(trouble).toEqual([]);
  }, 400_000);
});

describe("with nothing on any page", () => {
  let here: Stage;
  beforeAll(async () => {
    here = await stage();
  }, 120_000);
  afterAll(() => here.close());

  it("axe finds nothing on any page, wide and light or narrow and dark, and nothing scrolls sideways", async () => {
    const { page, trouble } = await here.signedIn();
    const wrong: string[] = [];
    for (const route of await dashboardRoutes()) {
      const address = `${here.gateway.url}${route.replaceAll(/\$\w+/gu, "nobody")}`;
      wrong.push(...(await wrongWith(page, address, [WIDE_LIGHT, NARROW_DARK])));
    }
    expect(wrong).toEqual([]);
    expect(trouble).toEqual([]);
  }, 200_000);
});
