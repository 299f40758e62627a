import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");

/** Compiles one made-up file together with the real pure rooms, exactly as `tsconfig.pure.json` says. */
function compile(folder: string, text: string): string {
  writeFileSync(join(folder, "made-up.ts"), text);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const config = {
    extends: join(ROOT, "tsconfig.pure.json"),
    include: [join(ROOT, "src", "core"), join(ROOT, "src", "prices"), join(ROOT, "src", "replay"), "made-up.ts"],
    exclude: [join(ROOT, "src", "**", "*.test.ts")],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const { stdout } = spawnSync(process.execPath, [TSC, "-p", folder], { encoding: "utf8" });
  return stdout
    .split("\n")
    .filter((line) => line.includes("made-up.ts"))
    .join("\n");
}

describe("the pure rooms compile with no Node and no DOM", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "understudy-boundary-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const WORLD = ["process.argv", "document.title", "Buffer.from('')", "fetch('')", "console.log(1)", "new URL('')"];

  it("so that a name of either world is refused, on its line", () => {
    const text = WORLD.map((use) => `void ${use};`).join("\n");
    const complaints = compile(folder, `${text}\nexport {};\n`).split("\n");
    expect(complaints.map((line) => line.match(/Cannot find name '(?<name>\w+)'/)?.groups?.["name"])).toEqual([
      "process",
      "document",
      "Buffer",
      "fetch",
      "console",
      "URL",
    ]);
  });

  it("and what is pure passes", () => {
    expect(compile(folder, "export const sum = (a: number, b: number): number => a + b;\n")).toBe("");
  });
});
