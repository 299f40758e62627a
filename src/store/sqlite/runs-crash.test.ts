import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { openSqliteStore } from "./open.ts";
import { temporaryFolder, temporaryStore } from "./temporary.fixtures.ts";

const RUN = { id: "sim_1", kind: "experiment", parent: null, created_at: 1, actor: "cli", cap_usd: 1 } as const;

/** A process that works on the runs of a store as worker `name`, given `runs` and `say`. */
function worker(folder: string, name: string, work: string) {
  const source = `
    import { writeSync } from "node:fs";
    import { openSqliteStore } from ${JSON.stringify(import.meta.resolve("./open.ts"))};
    const { runs } = openSqliteStore(${JSON.stringify(folder)}).control;
    const worker = ${JSON.stringify(name)};
    const run = "sim_1";
    const say = (line) => writeSync(1, JSON.stringify(line) + "\\n");
    ${work}`;
  const spawned = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  spawned.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  return {
    kill: () => spawned.kill("SIGKILL"),
    lines: () =>
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as number),
    ended: once(spawned, "close"),
  };
}

test("what a killed worker was told is written is there, and nothing by halves", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  const units = Array.from({ length: 100_000 }, (_, ordinal) => ({ ordinal, key: `${ordinal}`, data: null }));
  store.control.runs.putRun({ ...RUN, definition: {} }, units);
  let from = 0;
  for (let round = 0; round < 3; round++) {
    const name = `worker ${round}`;
    const running = worker(
      folder,
      name,
      `if (!runs.claim(run, worker, ${round}, ${round + 1})) throw new Error("busy");
      for (let ordinal = ${from}; ; ordinal++) {
        const call = runs.reserve({ run, ordinal, worker, at: 1, usd: 0.5 });
        if (call === null) throw new Error("not mine");
        runs.settle(call, 2, 0.25);
        runs.finish({ run, ordinal, worker, at: 3, result: { ordinal } });
        say(ordinal);
      }`,
    );
    while (running.lines().length === 0) await wait(2);
    await wait(20 + 30 * round);
    running.kill();
    await running.ended;
    const { runs } = openSqliteStore(folder).control;
    const { finished, cut } = runs.progress("sim_1");
    const there = new Set(finished);
    expect(running.lines().filter((told) => !there.has(told))).toEqual([]);
    expect(cut.length).toBeLessThanOrEqual(round + 1);
    expect([...runs.results("sim_1")].map(({ result }) => result)).toEqual(finished.map((ordinal) => ({ ordinal })));
    const { spent_usd: spent, reserved_usd: reserved, calls } = runs.ledger("sim_1");
    expect(spent / 0.25 + reserved / 0.5).toBe(calls);
    expect(runs.lease("sim_1")).toEqual({ worker: name, until: round + 1 });
    from = Math.max(...finished, ...cut) + 1;
  }
});

test("of two processes one holds a run at a time, and only that one reserves", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  const units = Array.from({ length: 2_000 }, (_, ordinal) => ({ ordinal, key: `${ordinal}`, data: null }));
  store.control.runs.putRun({ ...RUN, definition: {} }, units);
  const work = `
    let next = 0;
    const end = Date.now() + 1500;
    while (Date.now() < end) {
      if (!runs.claim(run, worker, Date.now(), Date.now() + 20)) continue;
      const seen = runs.progress(run).finished.at(-1) ?? -1;
      for (let ordinal = seen + 1; ordinal < seen + 6; ordinal++) {
        if (runs.reserve({ run, ordinal, worker, at: 1, usd: 1 }) === null) break;
        if (runs.finish({ run, ordinal, worker, at: 1, result: worker })) say(ordinal);
      }
      runs.release(run, worker);
    }`;
  const both = ["a", "b"].map((name) => worker(folder, name, work));
  await Promise.all(both.map(({ ended }) => ended));
  const [a, b] = both.map(({ lines }) => lines()) as [number[], number[]];
  expect(Math.min(a.length, b.length)).toBeGreaterThan(5);
  const { finished } = store.control.runs.progress("sim_1");
  expect([...a, ...b].toSorted((left, right) => left - right)).toEqual(finished);
  // A lease may run out between a reservation and its result: the other one then does the unit again, and both calls count.
  expect(store.control.runs.ledger("sim_1").calls).toBeGreaterThanOrEqual(finished.length);
});
