import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PAGES = join(import.meta.dirname, "../../src/dashboard/pages");

/** The path of every route of the dashboard, as the pages' `route.ts` declare them: a new page is in every test that goes through this list. */
export const PATHS: readonly string[] = readdirSync(PAGES)
  .flatMap((page) => readFileSync(join(PAGES, page, "route.ts"), "utf8").match(/(?<=\bpath: ")[^"]+/gu) ?? [])
  .toSorted();
