import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blocksOf, commandsOf, reader, type Reader } from "./reading.ts";

const ROOT = join(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const BLOCKS = blocksOf(README);
const RUNS = commandsOf(BLOCKS);

describe("the README's commands run as they stand", () => {
  let at: Reader;
  beforeAll(() => void (at = reader(BLOCKS)));
  afterAll(() => at.leave());

  it("of which there are some", () => {
    expect(RUNS.length).toBeGreaterThanOrEqual(4);
    expect(existsSync(join(at.folder, "cheaper.json"))).toBe(true);
  });

  // One after the other, as a reader would: each block builds on those before it.
  it.each(RUNS.map((text) => [text.trim().replaceAll("\n", " ; "), text]))(
    "%s",
    (_, text) => {
      const { status, stdout, stderr } = at.run(text);
      expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout + stderr).not.toBe("");
    },
    120_000,
  );

  it("and its links lead somewhere", () => {
    const links = [...README.matchAll(/\]\((?<path>[^)#:]+)\)/g)].map(({ groups }) => groups?.["path"] ?? "");
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
