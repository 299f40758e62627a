import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { askAll } from "./ask-all.ts";

it("keeps as many under way as it may for as long as there are items, and gives results in their order", async () => {
  let under = 0;
  let begun = 0;
  const seen: number[] = [];
  const items = Array.from({ length: 40 }, (_, index) => index);
  const results = await askAll(items, 8, async (item) => {
    begun += 1;
    under += 1;
    await sleep(item % 5);
    seen.push(under);
    // With items left, whoever ends sees all others at work.
    if (begun < items.length) expect(under).toBe(8);
    under -= 1;
    return item * 2;
  });
  expect(results).toEqual(items.map((item) => item * 2));
  expect(Math.max(...seen)).toBe(8);
});

it("begins nothing once it is stopped, and lets what is under way end", async () => {
  const stop = new AbortController();
  const begun: number[] = [];
  const results = await askAll(
    [0, 1, 2, 3, 4],
    2,
    async (item) => {
      begun.push(item);
      await sleep(1);
      if (item === 1) stop.abort();
      return item;
    },
    stop.signal,
  );
  expect(begun.length).toBeLessThan(5);
  expect(results.filter((result) => result !== undefined)).toEqual(begun);
});
