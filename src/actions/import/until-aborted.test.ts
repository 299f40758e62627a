import { expect, it } from "vitest";
import { untilAborted } from "./until-aborted.ts";

async function* speaksOnceThenNever(): AsyncIterable<number> {
  yield 1;
  await new Promise(() => {});
}

it("ends while the source is still waited for", async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  for await (const value of untilAborted(speaksOnceThenNever(), controller.signal)) {
    seen.push(value);
    setTimeout(() => controller.abort(), 5);
  }
  expect(seen).toEqual([1]);
});

it("hands everything on, failures too, where nobody stops it", async () => {
  const source = async function* () {
    yield* [1, 2, 3];
    throw new Error("torn");
  };
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const value of untilAborted(source(), new AbortController().signal)) seen.push(value);
    })(),
  ).rejects.toThrow("torn");
  expect(seen).toEqual([1, 2, 3]);
});
