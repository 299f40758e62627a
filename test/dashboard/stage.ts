import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { browser as openBrowser } from "../browser.ts";
import { remove, start, type Running } from "../gateway/running.ts";
import { understudyJson } from "../understudy.ts";
import { builtDashboard } from "./built.ts";

/** A gateway, a browser, and what went wrong in it. */
export interface Stage {
  readonly gateway: Running;
  readonly browser: Browser;
  /** A browser of its own, signed in by a link of `understudy login`. */
  signedIn(options?: ViewOptions): Promise<Seen>;
  /** A browser of its own that nobody signed in. */
  stranger(options?: ViewOptions): Promise<Seen>;
  /** Starts the gateway again where it was, after it was stopped. */
  startAgain(): Promise<void>;
  close(): Promise<void>;
}

export interface ViewOptions {
  readonly width?: number;
  readonly theme?: "light" | "dark";
}

/** A page, with everything that may not happen on it. */
export interface Seen {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page, messages of its console that are errors, and requests that leave the gateway. */
  readonly trouble: readonly string[];
  open(path: string): Promise<void>;
}

/** The mock plays every model, so that nothing is paid. @param folder a data folder that is filled already */
export async function stage(folder?: string, deployment: object = { providers: { mock: {} } }): Promise<Stage> {
  await builtDashboard();
  let gateway = await start(deployment, folder);
  const browser = await openBrowser();

  async function stranger({ width = 1440, theme = "light" }: ViewOptions = {}): Promise<Seen> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: theme,
      reducedMotion: "reduce",
      // A browser that is started without one takes the machine's, which need not be a language tag.
      locale: "en-US",
    });
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("console", (message) => {
      // What the API refuses is logged by the browser itself.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        trouble.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(gateway.url)) trouble.push(`asked ${request.url()}`);
    });
    return {
      page,
      context,
      trouble,
      async open(path) {
        await page.goto(`${gateway.url}${path}`);
        await page.waitForLoadState("networkidle");
      },
    };
  }

  return {
    get gateway() {
      return gateway;
    },
    browser,
    stranger,
    async startAgain() {
      gateway = await start(deployment, gateway.folder, gateway.key, {}, Number(new URL(gateway.url).port));
    },
    async signedIn(options) {
      const seen = await stranger(options);
      const { url } = await understudyJson<{ readonly url: string }>(["login", "--data", gateway.folder]);
      await seen.page.goto(url);
      await seen.page.waitForLoadState("networkidle");
      return seen;
    },
    async close() {
      await browser.close();
      await gateway.stop();
      remove(gateway.folder);
    },
  };
}

/** What axe finds against WCAG 2.2 AA, as `rule: element`; nothing is a clean page. */
export async function accessibility(page: Page): Promise<readonly string[]> {
  // Run in the page's own world: its policy lets no script in from outside.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const tool = (globalThis as unknown as { readonly axe: typeof axe }).axe;
    const { violations } = await tool.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });
  return found;
}

/** How far a page is wider than its window, px: 0 = nothing to scroll sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
