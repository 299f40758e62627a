import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { GOOD_PACK, writeFiles, type MadeFile } from "./made-pack.fixtures.ts";
import { readPack } from "./read-pack.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "understudy-pack-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (file: MadeFile): string => (typeof file === "string" ? file : JSON.stringify(file, null, 1));
const FILES = [...Object.keys(GOOD_PACK), "nr-allowlist.json", "NeverNormalize.json"];
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  ": ",
  "- ",
  "\n",
  "&a ",
  "*a",
  "!!x ",
  "\t",
  '"',
  "'",
  "null",
  "1e999",
  "#",
  "|",
  "__proto__",
  "\u0000",
  "\ud800",
  "x: 1\n",
];

/** A file of a pack with pieces put in, cut out or put in place of others. */
const spoilt = fc.constantFrom(...FILES).chain((file) => {
  const text = file in GOOD_PACK ? textOf(GOOD_PACK[file] as MadeFile) : "[]";
  const at = fc.nat({ max: text.length });
  const changed = fc
    .array(fc.tuple(at, fc.nat({ max: 12 }), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce((all, [from, cut, piece]) => all.slice(0, from) + piece + all.slice(from + cut), text),
    );
  return fc.tuple(fc.constant(file), fc.oneof(changed, fc.json({ maxDepth: 3 }), fc.string({ unit: "binary" })));
});

describe("a pack with any file spoilt", () => {
  it("is read, or refused with the place of the mistake", () => {
    let number = 0;
    fc.assert(
      fc.property(spoilt, ([file, text]) => {
        const at = join(folder, String(number++));
        writeFiles(at, { ...GOOD_PACK, [file]: text });
        try {
          expect(readPack(at).contracts).not.toEqual([]);
        } catch (error) {
          if (!(error instanceof OperatorError)) throw error;
          expect(error.place.file).toContain(at);
          expect(error.message).not.toContain("Invalid input");
        } finally {
          rmSync(at, { recursive: true });
        }
      }),
      { numRuns: 150 },
    );
  });
});
