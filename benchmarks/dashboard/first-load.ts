import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import type { Stage } from "../../test/dashboard/stage.ts";

const BUILT = new URL("../../dist/dashboard/assets/", import.meta.url);

export interface FirstLoad {
  /** Bytes of JavaScript, gzipped, that each page loads before it is drawn. */
  readonly pages: readonly { readonly name: string; readonly bytes: number; readonly files: number }[];
  /** What is loaded later, the largest first. */
  readonly later: readonly { readonly name: string; readonly bytes: number }[];
}

function gzipped(name: string): number {
  return gzipSync(readFileSync(new URL(name, BUILT))).length;
}

/** The scripts that a page asks for until it is drawn. */
async function scriptsOf(page: Page, address: string, drawn: () => Promise<void>): Promise<readonly string[]> {
  const asked = new Set<string>();
  page.on("request", (request) => {
    const [, name] = /\/assets\/([^/]+\.js)$/u.exec(request.url()) ?? [];
    if (name !== undefined) asked.add(name);
  });
  await page.goto(address);
  await drawn();
  return [...asked];
}

/** What the browser loads before the first page is there, signed in and not. */
export async function firstLoad(here: Stage): Promise<FirstLoad> {
  const { gateway, stranger, signedIn } = here;
  const outside = await stranger();
  const signIn = await scriptsOf(outside.page, `${gateway.url}/logs`, () =>
    outside.page.getByRole("button", { name: "Sign in" }).waitFor(),
  );
  const inside = await signedIn();
  const page = await inside.context.newPage();
  const logs = await scriptsOf(page, `${gateway.url}/logs`, () =>
    page.getByRole("table", { name: "Logged requests" }).getByRole("row").nth(1).waitFor(),
  );
  await Promise.all([outside.context.close(), inside.context.close()]);
  const first = new Set([...signIn, ...logs]);
  const sizes = (names: readonly string[]) => ({
    bytes: names.reduce((sum, name) => sum + gzipped(name), 0),
    files: names.length,
  });
  return {
    pages: [
      { name: "sign-in", ...sizes(signIn) },
      { name: "/logs, with its rows", ...sizes(logs) },
    ],
    later: readdirSync(BUILT)
      .filter((name) => name.endsWith(".js") && !first.has(name))
      .map((name) => ({ name: name.replace(/-[\w-]{8}\.js$/u, ""), bytes: gzipped(name) }))
      .toSorted((a, b) => b.bytes - a.bytes),
  };
}
