import { expect, test } from "vitest";
import { storeChores } from "./chores.ts";
import type { DrainStore } from "./store-rows.ts";

/** Chores over a store that counts what is done to it. */
function watched(steps: number) {
  const done: string[] = [];
  const at = { now: 0, load: 0, left: steps, broken: false };
  const store = {
    traffic: { seal: () => void done.push("seal") },
    passing: (error: unknown) => (at.broken ? (error as Error).message : null),
    prune() {
      if (at.broken) throw new Error("locked");
      done.push("prune");
      at.left--;
      return { removed: 10_000, done: at.left <= 0 };
    },
  } as unknown as DrainStore;
  return {
    at,
    done,
    chores: storeChores(
      store,
      () => at.load,
      () => at.now,
    ),
  };
}

test("a pass of pruning goes on in small steps to its end, then the store is sealed, and an hour later it begins again", () => {
  const { at, done, chores } = watched(3);
  expect(chores.next()).toBeLessThan(100);
  expect(chores.next()).toBeLessThan(100);
  expect(chores.next()).toBeGreaterThan(1_000);
  expect(done).toEqual(["prune", "prune", "prune", "seal"]);
  at.now = 59 * 60_000;
  chores.next();
  expect(done).toHaveLength(4);
  at.now = 61 * 60_000;
  chores.next();
  expect(done.at(4)).toBe("prune");
});

test("serving comes first, but a busy gateway prunes too in the end; a locked store is tried again", () => {
  const { at, done, chores } = watched(1);
  at.load = 900;
  chores.next();
  expect(done).toEqual([]);
  at.now = 11 * 60_000;
  at.broken = true;
  chores.next();
  at.broken = false;
  chores.next();
  expect(done).toEqual(["prune"]);
});
