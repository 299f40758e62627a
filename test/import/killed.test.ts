import { spawn } from "node:child_process";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { temporaryFolder, understudyJson } from "../understudy.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
const ROWS = 20_000;

it("after kill -9 the store opens, and the same import run again completes it", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  writeFileSync(folder.file("log.jsonl"), Array.from({ length: ROWS }, (_, index) => line(index)).join(""));
  const child = spawn(process.execPath, [MAIN, "import", "log.jsonl"], { cwd: folder.path, stdio: "ignore" });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, signal) => resolve(signal)));
  const written = join(folder.path, "understudy-data", "traffic.db-wal");
  for (let waited = 0; waited < 20_000 && sizeOf(written) < 500_000 && child.exitCode === null; waited += 2)
    await pause(2);
  child.kill("SIGKILL");
  expect(await closed).toBe("SIGKILL");

  const before = await understudyJson<{ rows: unknown[] }>(["logs", "--limit", String(ROWS)], { cwd: folder.path });
  expect(before.rows.length).toBeGreaterThan(0);
  expect(before.rows.length).toBeLessThan(ROWS);

  const again = await understudyJson<{ rows_in: number; duplicates: number }>(["import", "log.jsonl"], {
    cwd: folder.path,
  });
  expect(again.duplicates).toBe(before.rows.length);
  expect(again.rows_in + again.duplicates).toBe(ROWS);
  const after = await understudyJson<{ rows: unknown[] }>(["logs", "--limit", String(ROWS + 1)], { cwd: folder.path });
  expect(after.rows).toHaveLength(ROWS);
});

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function line(index: number): string {
  const at = new Date(1_730_000_000_000 + index * 1000).toISOString();
  const request = { model: "gpt-4o-mini", messages: [{ role: "user", content: `question ${index} `.repeat(20) }] };
  const usage = { input_uncached: 100, cache_read: 0, cache_write: 0, output: 10, reasoning: 0 };
  return `${JSON.stringify({ created_at: at, source_id: `row-${index}`, model: "gpt-4o-mini", provider: "openai", usage, request })}\n`;
}
