import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { SAMPLE_DAY, sampleExchange } from "../exchange.fixtures.ts";
import { copySqliteStore } from "./copy.ts";
import { openSqliteStore } from "./open.ts";
import { temporaryFolder, temporaryStore } from "./temporary.fixtures.ts";

/** A process that appends, seals, removes and erases without pause. */
function busyProcess(folder: string) {
  const source = `
    import { openSqliteStore } from ${JSON.stringify(import.meta.resolve("./open.ts"))};
    import { sampleExchange } from ${JSON.stringify(import.meta.resolve("../exchange.fixtures.ts"))};
    import { writeSync } from "node:fs";
    const { traffic, control } = openSqliteStore(${JSON.stringify(folder)});
    for (let at = 0; ; at += 40) {
      control.putFacts({ facts_id: "facts-" + at, cut_at: at, facts: {} });
      traffic.append(Array.from({ length: 40 }, (_, index) =>
        sampleExchange(at + index, { facts_id: "facts-" + at, origin: at % 80 === 0 ? "live" : "import" })));
      if (at % 400 === 0) traffic.seal();
      if (at % 280 === 0) traffic.remove(traffic.matching({}).seqs.slice(0, 100));
      if (at % 2000 === 0) traffic.remove(traffic.matching({}).seqs.slice(40, 60), { erase: true });
      if (at === 2000) writeSync(1, "on its way");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { child, underWay: once(child.stdout, "data"), ended: once(child, "close") };
}

test("a store that is written to, sealed and pruned is copied as of one instant", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  openSqliteStore(folder).close();
  const { child, underWay, ended } = busyProcess(folder);
  await underWay;
  const counts: number[] = [];
  for (let round = 0; round < 6; round++) {
    const into = join(temporaryFolder(), "copy");
    mkdirSync(into);
    const told: number[] = [];
    const copied = await copySqliteStore(folder, into, (bytes) => told.push(bytes));
    expect(told.at(-1)).toBeGreaterThan(10_000);
    const copy = temporaryStore(into);
    const rows = copy.traffic.bySeq(copy.traffic.matching({}).seqs);
    expect(rows.length).toBe(copied.rows);
    expect(copy.traffic.frame().rows).toBe(copied.rows);
    for (const row of rows) {
      const { facts_id, origin } = row;
      expect(row).toEqual(sampleExchange((row.created_at - SAMPLE_DAY) / 1_000, { facts_id, origin }));
      expect(copy.control.facts(facts_id ?? "")).not.toBeNull();
    }
    copy.traffic.append([sampleExchange(10_000_000)]);
    copy.traffic.seal();
    expect(copy.traffic.stats()).toMatchObject({ rows: copied.rows + 1, sealed_rows: copied.rows + 1 });
    counts.push(copied.rows);
    await wait(50);
  }
  child.kill("SIGKILL");
  await ended;
  expect(new Set(counts).size).toBeGreaterThan(1);
});

test("nothing is copied where there is no store", async () => {
  await expect(copySqliteStore(temporaryFolder(), temporaryFolder(), () => {})).rejects.toMatchObject({
    code: "store_missing",
  });
});
