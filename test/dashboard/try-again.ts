import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Asks again for what failed, until what should have been shown is there. The page asks by itself every few seconds as well, and may be quicker. */
export async function tryAgain(page: Page, shown: Locator): Promise<void> {
  const button = page.getByRole("button", { name: "Try again" });
  await expect
    .poll(async () => {
      if (await button.isVisible()) await button.click({ timeout: 1_000 }).catch(() => undefined);
      return shown.first().isVisible();
    })
    .toBe(true);
}
