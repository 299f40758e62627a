import type { Page } from "playwright-core";
import type { Watched } from "./seen.ts";

/** A filter, by the control it is changed with, and where its text stands in the rows then. */
interface Filter {
  readonly name: string;
  readonly control: string;
  /** Typed key by key, or chosen. */
  readonly kind: "typed" | "chosen";
  readonly value: string;
  readonly column: number;
  readonly text: string;
}

const STATUS = 1;
const TARGET = 2;
const ENDPOINT = 3;
const USER = 4;
const TAGS = 8;

const FILTERS: readonly Filter[] = [
  { name: "status", control: "Status", kind: "chosen", value: "failed", column: STATUS, text: "failed" },
  {
    name: "model",
    control: "Model or target",
    kind: "typed",
    value: "gpt-4.1-mini",
    column: TARGET,
    text: "gpt-4.1-mini",
  },
  { name: "endpoint", control: "Endpoint", kind: "typed", value: "endpoint-39", column: ENDPOINT, text: "endpoint-39" },
  { name: "end user", control: "End user", kind: "typed", value: "user-4321", column: USER, text: "user-4321" },
  { name: "tag", control: "Tag", kind: "typed", value: "team:9", column: TAGS, text: "team:9" },
  { name: "text, in columns", control: "Find", kind: "typed", value: "gemini-2.5", column: TARGET, text: "gemini-2.5" },
  {
    name: "text that few rows hold",
    control: "Find",
    kind: "typed",
    value: "user-4999",
    column: USER,
    text: "user-4999",
  },
];

export interface FilterTimes {
  readonly name: string;
  /** ms from the last key or choice to painted rows. */
  readonly ms: readonly number[];
}

async function clear(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("list", { name: "Filters in force" }).waitFor({ state: "detached" });
  await page.getByRole("table", { name: "Logged requests" }).getByRole("row").nth(20).waitFor();
}

async function once(page: Page, { control, kind, value, column, text }: Filter): Promise<number> {
  const field = page.getByLabel(control, { exact: true });
  if (kind === "chosen") await field.selectOption(value);
  else {
    // All but the last key, without pauses in which the list would settle on less.
    await field.fill(value.slice(0, -1));
    await page.evaluate("bench.forget()");
    await field.press(value.at(-1) as string);
  }
  const took = await page.evaluate<number | null>(`bench.filtered(${column}, ${JSON.stringify(text)})`);
  if (took === null) throw new Error(`no rows of ${value} came`);
  return took;
}

/** From changing a filter to painted rows, round by round. Each filter's first time is not counted. */
export async function filterTimes({ page, open }: Watched, rounds: number): Promise<readonly FilterTimes[]> {
  await open("/logs");
  await page.getByRole("button", { name: "More filters" }).click();
  const times = FILTERS.map(({ name }) => ({ name, ms: [] as number[] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [number, filter] of FILTERS.entries()) {
      await page.evaluate("bench.forget()");
      const took = await once(page, filter);
      if (round > 0) times[number]!.ms.push(took);
      await clear(page);
    }
  }
  return times;
}
