import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { understudyJson } from "../understudy.ts";
import { stage, type Stage } from "./stage.ts";

let here: Stage;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "understudy-long-log-"));
  await understudyJson(["demo", "--data", folder]);
  here = await stage(folder);
}, 120_000);
afterAll(() => here.close());

it("scrolling down brings older rows before the last one is reached, and only rows in view are there", async () => {
  const { page, open, trouble } = await here.signedIn();
  await open("/logs");
  const table = page.getByRole("table", { name: "Logged requests" });
  const drawn = table.getByRole("row");
  await drawn.nth(20).waitFor();
  const loaded = async (): Promise<number> => Number(await table.getAttribute("aria-rowcount")) - 1;
  const first = await drawn.nth(1).textContent();
  const before = await loaded();
  expect(before).toBeGreaterThanOrEqual(200);
  await table.hover();
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 3_000);
        return loaded();
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(1_500);
  await expect.poll(() => drawn.count()).toBeLessThan(80);
  // Newest first, all the way down: no row twice, none left out of its place.
  const numbers = await drawn.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex"))));
  expect(numbers.slice(1)).toEqual(numbers.slice(1).map((_, at) => numbers[1]! + at));
  const times = (await drawn
    .locator("time")
    .evaluateAll((all) => all.map((one) => one.getAttribute("datetime")))) as string[];
  expect(times).toEqual(times.toSorted().toReversed());
  // What is clicked is what is opened, however far down.
  const row = drawn.nth(15);
  const target = (await row.getByRole("cell").nth(2).textContent()) as string;
  await row.getByRole("cell").nth(2).click();
  await page.getByRole("dialog").getByText(target).first().waitFor();
  await page.keyboard.press("Escape");
  await table.evaluate((element) => {
    element.scrollTop = 0;
  });
  await expect.poll(() => drawn.nth(1).textContent()).toBe(first);
  expect(trouble).toEqual([]);
}, 120_000);
