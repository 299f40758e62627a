import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { browser as openBrowser } from "../../browser.ts";
import { builtDashboard } from "../built.ts";
import { dashboardRoutes } from "../routes.ts";
import { missing } from "./missing.ts";
import { fill } from "./fill.ts";
import { looksAt, LOOKS } from "./look.ts";
import { VIEWS } from "./views.ts";

const FOLDER = join(import.meta.dirname, "../../../screenshots");

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [], short: "o" },
    look: { type: "string", multiple: true, default: [] },
  },
});
const views = VIEWS.filter(
  ({ name }) => values.only.length === 0 || values.only.some((some) => name === some || name.startsWith(`${some}-`)),
);
const looks = LOOKS.filter(({ name }) => values.look.length === 0 || values.look.includes(name));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const forgotten = missing(await dashboardRoutes());
if (forgotten.length > 0) {
  say(`No screenshot is taken of ${forgotten.join(", ")}: add a view to test/dashboard/screenshots/views.ts.`);
  process.exit(1);
}
if (views.length === 0 || looks.length === 0) {
  say(
    `Nothing to take. Views: ${VIEWS.map(({ name }) => name).join(", ")}. Looks: ${LOOKS.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

await builtDashboard();
const began = Date.now();
const filled = await fill((what) => say(`${Math.round((Date.now() - began) / 1_000)} s: ${what}`));
const browser = await openBrowser();
let found = 0;
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const look of looks) {
    // One after the other: each has the machine to itself.
    // oxlint-disable-next-line no-await-in-loop
    found += await looksAt(look, views, { filled, browser, folder: FOLDER, say });
  }
} finally {
  await browser.close();
  await filled.close();
}
say(
  `${views.length * looks.length} screenshots in screenshots/, ${found === 0 ? "nothing wrong found" : `${found} with something wrong`}`,
);
process.exitCode = found === 0 ? 0 : 1;
