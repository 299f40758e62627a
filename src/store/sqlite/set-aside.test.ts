import { expect, it } from "vitest";
import type { PartRow } from "../set-aside.ts";
import { openSetAside } from "./set-aside.ts";

function part(key: string, name: string, line: number, importer = "openai-batch"): PartRow {
  return { importer, key, name, record: { line }, file: "a.jsonl", line };
}

it("gives back each call with its parts, in the order they came", () => {
  const aside = openSetAside();
  const parts = [
    part("b", "asked", 1),
    part("a", "asked", 2),
    part("b", "answered", 3),
    part("b", "asked", 4, "tensorzero"),
  ];
  for (const one of parts) aside.putPart(one);
  expect([...aside.calls()]).toEqual([[parts[0], parts[2]], [parts[1]], [parts[3]]]);
  aside.close();
});

it("knows an id that it has seen, and nothing of another one's", () => {
  const [first, second] = [openSetAside(), openSetAside()];
  expect([first.firstSeen("x"), first.firstSeen("x"), first.firstSeen("y"), second.firstSeen("x")]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect([...first.calls()]).toEqual([]);
  first.close();
  second.close();
});
