import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { understudyJson } from "../../understudy.ts";
import { accessibility, sideways } from "../stage.ts";
import type { Filled } from "./fill.ts";
import type { View } from "./views.ts";

/** A window and colours to look through. */
export interface Look {
  readonly name: string;
  readonly width: number;
  readonly theme: "light" | "dark";
}

const THEMES = ["light", "dark"] as const;

export const LOOKS: readonly Look[] = [1_440, 360].flatMap((width) =>
  THEMES.map((theme) => ({ name: `${width}-${theme}`, width, theme })),
);

const HEIGHT = 900;
/** A dialog takes 88 % of the height at most; what is longer than this is cut. */
const TALLEST = 2_400;
const SETTLE_MS = 8_000;

export interface Stage {
  readonly filled: Filled;
  readonly browser: Browser;
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** Waits until nothing is on its way any more, as far as a page that follows something can come to rest. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle", { timeout: SETTLE_MS }).catch(() => {});
  const skeleton = page.getByRole("status").locator(".animate-pulse").first();
  await skeleton.waitFor({ state: "detached", timeout: SETTLE_MS }).catch(() => {});
}

/** So much of the page that a dialog on it is seen whole. */
async function makeRoom(page: Page, width: number): Promise<boolean> {
  const wanted = await page.evaluate<number | null>(
    "(() => { const open = document.querySelector('[role=dialog]'); return open === null ? null : Math.ceil(open.scrollHeight / 0.85) })()",
  );
  if (wanted !== null && wanted > HEIGHT) await page.setViewportSize({ width, height: Math.min(TALLEST, wanted) });
  return wanted !== null;
}

/** Takes views through one look, and says of each what is wrong with it. @returns how many have something wrong */
export async function looksAt(look: Look, views: readonly View[], stage: Stage): Promise<number> {
  const { filled, browser, folder, say } = stage;
  const { width, theme } = look;
  const { url, folder: data } = filled.gateway;
  let found = 0;
  const pages = new Map<string, Page>();
  const trouble: string[] = [];

  async function pageFor(who: View["as"]): Promise<Page> {
    const known = pages.get(who ?? "admin");
    if (known !== undefined) return known;
    const context = await browser.newContext({
      viewport: { width, height: HEIGHT },
      colorScheme: theme,
      reducedMotion: "reduce",
      locale: "en-US",
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        trouble.push(`console: ${message.text()}`);
    });
    if (who === undefined) {
      const link = await understudyJson<{ readonly url: string }>(["login", "--data", data]);
      await page.goto(link.url);
    } else if (who === "viewer") {
      await page.goto(url);
      await page.getByLabel("Or a key").fill(filled.viewer);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("navigation").first().waitFor();
    }
    pages.set(who ?? "admin", page);
    return page;
  }

  async function take({ name, path, act, as }: View): Promise<void> {
    const page = await pageFor(as);
    trouble.length = 0;
    await page.setViewportSize({ width, height: HEIGHT });
    await page.goto(`${url}${path(filled)}`);
    await settled(page);
    let failed = "";
    if (act !== undefined) {
      await act(page).catch((error: Error) => (failed = `could not: ${error.message.split("\n")[0] ?? ""}`));
      await settled(page);
    }
    const dialog = await makeRoom(page, width);
    const wider = await sideways(page);
    const wrong = [
      ...(failed === "" ? [] : [failed]),
      ...(wider > 0 ? [`${wider} px to scroll sideways`] : []),
      ...(await accessibility(page)).map((one) => `axe: ${one}`),
      ...trouble,
    ];
    // What sticks to the top of the window would stand in the middle of the picture.
    await page.evaluate("scrollTo(0, 0)");
    await page.screenshot({ path: join(folder, `${name}-${look.name}.png`), fullPage: !dialog });
    if (wrong.length > 0) found += 1;
    say([`${look.name} ${name}`, ...wrong.map((one) => `    ${one}`)].join("\n"));
  }

  for (const view of views) {
    // One page goes from view to view.
    // oxlint-disable-next-line no-await-in-loop
    await take(view);
  }
  await Promise.all([...pages.values()].map((page) => page.context().close()));
  return found;
}
