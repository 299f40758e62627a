import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { temporaryFolder, understudyJson } from "../understudy.ts";
import { madeUpCall } from "./made-up-call.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
const ROWS = 60;

/** What another command prints: it is killed by the same Ctrl-C, perhaps in the middle of a line. */
it("Ctrl-C keeps the lines that were read, and half a line is no bad one", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const child = spawn(process.execPath, [MAIN, "import", "-", "--json"], { cwd: folder.path });
  const out = text(child.stdout);
  const closed = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  child.stdin.on("error", () => {});
  child.stdin.write(Array.from({ length: ROWS }, (_, index) => madeUpCall(index)).join(""));
  child.stdin.write(madeUpCall(ROWS).slice(0, 100));
  await pause(3_000);
  child.kill("SIGINT");
  expect(await closed).toBe(130);
  expect(JSON.parse(await out)).toMatchObject({ interrupted: true, rows_in: ROWS, skipped: { lines: 0 } });

  const again = { input: Array.from({ length: ROWS + 1 }, (_, index) => madeUpCall(index)).join(""), cwd: folder.path };
  expect(await understudyJson(["import", "-"], again)).toMatchObject({ rows_in: 1, duplicates: ROWS });
});
