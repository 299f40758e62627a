import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** A fenced block of a page. */
export interface Block {
  /** What stands behind the language: `run`, or a file name. */
  readonly note: string;
  readonly language: string;
  readonly text: string;
}

export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(?<language>\w+) ?(?<note>\S*)\n(?<text>.*?)^```$/gms)].map(({ groups }) => ({
    language: groups?.["language"] ?? "",
    note: groups?.["note"] ?? "",
    text: groups?.["text"] ?? "",
  }));
}

/** The blocks that a reader types in. */
export function commandsOf(blocks: readonly Block[]): readonly string[] {
  return blocks.filter(({ language, note }) => language === "sh" && note === "run").map(({ text }) => text);
}

/** A reader's folder: empty, with `understudy` in the path, and the files a page shows. */
export interface Reader {
  readonly folder: string;
  run(commands: string): { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  leave(): void;
}

export function reader(blocks: readonly Block[]): Reader {
  const folder = mkdtempSync(join(tmpdir(), "understudy-reader-"));
  mkdirSync(join(folder, "path"));
  symlinkSync(join(ROOT, "bin", "understudy"), join(folder, "path", "understudy"));
  for (const { language, note, text } of blocks)
    if (language === "json" && note !== "") writeFileSync(join(folder, note), text);
  const env = { ...process.env, NO_COLOR: "1", PATH: [join(folder, "path"), process.env["PATH"]].join(delimiter) };
  return {
    folder,
    run(commands) {
      const { status, stdout, stderr } = spawnSync("sh", ["-eu", "-c", commands], {
        cwd: folder,
        env,
        encoding: "utf8",
      });
      return { status, stdout, stderr };
    },
    leave: () => rmSync(folder, { recursive: true, force: true }),
  };
}
