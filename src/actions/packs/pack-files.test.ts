import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { GOOD_PACK, writeFiles, type MadeFile } from "./made-pack.fixtures.ts";
import { listPack } from "./pack-files.ts";
import { readPack } from "./read-pack.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "understudy-pack-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CONTRACT = "contracts/get_weather.yaml";
const GOLDEN = "golden/ok.success.json";

/** What is said of the good pack with some files changed: code, place relative to the pack, message. */
function mistake(changed: Readonly<Record<string, MadeFile | Uint8Array | null>> = {}): string {
  writeFiles(folder, { ...GOOD_PACK, ...changed });
  return mistakeOf(folder);
}

function mistakeOf(path: string, read: (folder: string) => unknown = readPack): string {
  try {
    read(path);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { file = "" } = error.place;
    return [error.code, file.replace(`${folder}/`, ""), error.message].join(" | ");
  }
  return "no mistake";
}

describe("a folder that is refused", () => {
  it("texts that are none, and files without end", () => {
    expect(mistake({ [CONTRACT]: Uint8Array.of(0x74, 0xff) })).toBe(
      "pack_invalid | contracts/get_weather.yaml | the file is not text in UTF-8",
    );
    expect(mistake({ [CONTRACT]: `# ${"x".repeat(2 ** 20)}` })).toBe(
      "pack_invalid | contracts/get_weather.yaml | the file is longer than 1 MiB",
    );
    expect(mistake({ [GOLDEN]: new Uint8Array(32 * 2 ** 20 + 1) })).toBe(
      "pack_invalid | golden/ok.success.json | the file is longer than 32 MiB",
    );
  });

  it("links that leave the pack, to folders, and in circles", () => {
    writeFiles(folder, { ...GOOD_PACK, [GOLDEN]: null });
    symlinkSync("/etc/hostname", join(folder, GOLDEN));
    expect(mistakeOf(folder)).toBe("pack_invalid | golden/ok.success.json | this link leads out of the pack");
    rmSync(join(folder, GOLDEN));
    symlinkSync("negative", join(folder, "golden/again"));
    expect(mistakeOf(folder)).toBe(
      "pack_invalid | golden/again | this is a link to a folder: expected the folder itself",
    );
    rmSync(join(folder, "golden/again"));
    symlinkSync("circle.json", join(folder, "golden/circle.json"));
    expect(mistakeOf(folder)).toContain("file_unreadable | golden/circle.json | ELOOP");
    rmSync(join(folder, "golden"), { recursive: true });
    mkdirSync(join(folder, "away"));
    symlinkSync(tmpdir(), join(folder, "golden"));
    expect(mistakeOf(folder)).toBe("pack_invalid | golden | this link leads out of the pack");
  });

  it("no pack at all", () => {
    expect(mistakeOf(join(folder, "nowhere"))).toBe("pack_unknown | nowhere | there is no such folder");
    expect(mistakeOf(folder)).toContain("there is no pack here: neither pack.yaml nor contracts/");
    writeFileSync(join(folder, "file"), "");
    expect(mistakeOf(join(folder, "file"))).toBe("pack_invalid | file | this is a file: expected the folder of a pack");
    expect(mistakeOf("a\u0000b")).toContain("pack_unknown");
  });

  it("more files than are ever meant", () => {
    writeFiles(folder, GOOD_PACK);
    expect(mistakeOf(folder, (path) => listPack(path, 4))).toBe("no mistake");
    expect(mistakeOf(folder, (path) => listPack(path, 3))).toBe(
      `pack_invalid | ${folder} | the pack holds more than 3 files`,
    );
  });
});
