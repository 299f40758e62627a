import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}
const MANIFEST = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;

/** Subpaths that lead to code: `"./prices"` to `dist/prices/index.js`. */
const SUBPATHS = Object.entries(MANIFEST.exports).flatMap(([subpath, at]) =>
  typeof at === "string" ? [] : [{ subpath, types: at.types, main: at.default }],
);

/** Runs a command to its end; throws what it said where it failed. */
function must(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`);
  return stdout;
}

describe("the published package", () => {
  let folder = "";
  let installed = "";
  let files: readonly string[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "understudy-package-"));
    // A copy: packing builds `dist` anew, which other tests serve the dashboard from.
    const copy = join(folder, "checkout");
    cpSync(ROOT, copy, {
      recursive: true,
      filter: (path) => !/^(?:node_modules|dist|\.git)(?:\/|$)/u.test(relative(ROOT, path)),
    });
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const packed = must("npm", ["pack", "--json", "--silent", "--pack-destination", folder], copy);
    const [report] = JSON.parse(packed.slice(packed.indexOf("["))) as [{ filename: string; files: { path: string }[] }];
    files = report.files.map(({ path }) => path);
    const modules = join(folder, "node_modules");
    mkdirSync(modules);
    must("tar", ["-xzf", join(folder, report.filename), "-C", modules], folder);
    installed = join(modules, "understudy");
    must("mv", [join(modules, "package"), installed], folder);
    for (const name of Object.keys(MANIFEST.dependencies)) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
    }
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("holds the compiled product and its papers, and neither sources nor tests", () => {
    for (const file of ["bin/understudy", "bin/package.json", "dist/main.js", "README.md", "CHANGELOG.md", "LICENSE"]) {
      expect(files).toContain(file);
    }
    expect(files).toContain("dist/dashboard/index.html");
    expect(files.filter((file) => /^dist\/dashboard\/assets\/.*\.js\.br$/u.test(file)).length).toBeGreaterThan(0);
    expect(
      files.filter((file) =>
        /\.test\.|\.fixtures\.|conformance|^(?:src|test|examples|benchmarks)\/|(?<!\.d)\.ts$/.test(file),
      ),
    ).toEqual([]);
  });

  it.each(["understudy", "replayci"])("runs as %s from where npm puts it", (name) => {
    const bin = join(folder, "node_modules", ".bin");
    mkdirSync(bin, { recursive: true });
    symlinkSync(join("..", "understudy", "bin", name), join(bin, name));
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(bin, name), "--version"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect({ stdout, stderr, status }).toEqual({ stdout: `understudy ${MANIFEST.version}\n`, stderr: "", status: 0 });
  });

  it("opens a door to every room that has one", () => {
    const doors = readdirSync(join(ROOT, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(ROOT, "src", entry.name, "index.ts")))
      .map(({ name }) => (name === "core" ? "." : `./${name}`));
    expect(SUBPATHS.map(({ subpath }) => subpath).toSorted()).toEqual(doors.toSorted());
  });

  it.each(SUBPATHS)("gives what $subpath exports, with its types", ({ subpath, types, main }) => {
    const name = `understudy${subpath.slice(1)}`;
    expect(files).toEqual(expect.arrayContaining([types.slice(2), main.slice(2)]));
    const count = `import(${JSON.stringify(name)}).then((room) => console.log(Object.keys(room).length))`;
    expect(Number(must(process.execPath, ["--eval", count], folder))).toBeGreaterThan(0);
  });

  it("typechecks from outside, where its types are ours and not any", () => {
    const uses = SUBPATHS.map(({ subpath }, n) => `import * as room${n} from "understudy${subpath.slice(1)}";`);
    const wrong = SUBPATHS.map((_, n) => `export const wrong${n}: number = room${n};`);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "consumer.ts"), [...uses, ...wrong, ""].join("\n"));
    const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
    const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--skipLibCheck"];
    const { stdout } = spawnSync(process.execPath, [tsc, ...flags, "consumer.ts"], { cwd: folder, encoding: "utf8" });
    const lines = stdout.split("\n").filter((line) => line.startsWith("consumer.ts"));
    expect(lines.map((line) => line.match(/error (?<code>TS\d+)/)?.groups?.["code"])).toEqual(
      wrong.map(() => "TS2322"),
    );
  });
});
