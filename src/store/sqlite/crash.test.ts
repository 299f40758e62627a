import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { sampleExchange } from "../exchange.fixtures.ts";
import { openSqliteStore } from "./open.ts";
import { temporaryFolder } from "./temporary.fixtures.ts";

const BATCH = 60;

/** A process that works on a store, given `store`, `sampleExchange` and `folder`. */
function child(
  folder: string,
  work: string,
): { readonly kill: () => void; readonly lines: string[]; readonly ended: Promise<unknown> } {
  const source = `
    import { openSqliteStore } from ${JSON.stringify(import.meta.resolve("./open.ts"))};
    import { sampleExchange } from ${JSON.stringify(import.meta.resolve("../exchange.fixtures.ts"))};
    const folder = ${JSON.stringify(folder)};
    ${work}`;
  const spawned = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  spawned.stdout.setEncoding("utf8").on("data", (chunk: string) => lines.push(...chunk.trimEnd().split("\n")));
  return { kill: () => spawned.kill("SIGKILL"), lines, ended: once(spawned, "close") };
}

test(
  "a process killed while it appends leaves a store that opens, holds whole rows and takes more",
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    let next = 0;
    for (let round = 0; round < 5; round++) {
      const writer = child(
        folder,
        `import { writeSync } from "node:fs";
      const store = openSqliteStore(folder);
      for (let at = ${next}; ; at += ${BATCH}) {
        store.traffic.append(Array.from({ length: ${BATCH} }, (_, index) => sampleExchange(at + index)));
        writeSync(1, at + "\\n");
        if (at % ${BATCH * 8} === 0) store.traffic.seal();
      }`,
      );
      while (writer.lines.length === 0) await wait(2);
      await wait(10 + 17 * round);
      writer.kill();
      await writer.ended;
      const acknowledged = Number(writer.lines.at(-1)) + BATCH;

      const store = openSqliteStore(folder);
      const { rows } = store.traffic.stats();
      expect(rows).toBeGreaterThanOrEqual(acknowledged);
      expect(rows % BATCH).toBe(0);
      expect(store.traffic.frame().rows).toBe(rows);
      const kept = store.traffic.bySeq(Array.from({ length: rows }, (_, index) => index + 1));
      expect(
        isDeepStrictEqual(
          kept,
          Array.from({ length: rows }, (_, number) => sampleExchange(number)),
        ),
      ).toBe(true);
      next = Math.max(0, rows - BATCH);
      store.close();
    }
    expect(next).toBeGreaterThan(0);
  },
);

test("a process reads while another writes and seals", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const store = openSqliteStore(folder);
  const rowsFrom = (at: number): void =>
    void store.traffic.append(Array.from({ length: BATCH }, (_, index) => sampleExchange(at + index)));
  rowsFrom(0);
  const reader = child(
    folder,
    `import { isDeepStrictEqual } from "node:util";
    const store = openSqliteStore(folder, { readOnly: true });
    let reads = 0;
    const end = Date.now() + 1500;
    while (Date.now() < end) {
      const rows = store.traffic.frame().rows;
      for (const number of [0, rows >> 1, rows - 1]) {
        if (!isDeepStrictEqual(store.traffic.get("source-" + number), sampleExchange(number))) throw new Error("row " + number + " of " + rows);
        reads++;
      }
    }
    console.log(reads);
    store.close();`,
  );
  const ended = reader.ended.then(() => true);
  let next = BATCH;
  while (!(await Promise.race([ended, wait(1, false)]))) {
    rowsFrom(next);
    next += BATCH;
    if (next % (BATCH * 10) === 0) store.traffic.seal();
  }
  expect(Number(reader.lines.at(-1))).toBeGreaterThan(10);
  expect(store.traffic.stats().rows).toBe(next);
  store.close();
});
