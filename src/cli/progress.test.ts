import { expect, it } from "vitest";
import { progressLine, startProgress } from "./progress.ts";
import { terminalOf } from "./terminal.ts";

function drawing(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  const terminal = terminalOf({ write: (text: string) => written.push(text), isTTY, columns: 80 }, false);
  const progress = startProgress(terminal, () => now, { label: "import", unit: "bytes", total: 10_000_000 });
  return { written, progress, pass: (ms: number) => (now += ms) };
}

it("tells share, rate and time left", () => {
  expect(progressLine({ label: "import", unit: "bytes", total: 20_000_000 }, 5_000_000, 1000)).toBe(
    "import  ██████░░░░░░░░░░░░░░░░░░  25%  5.0 MB of 20.0 MB  5.0 MB/s  3 s left",
  );
  expect(progressLine({ label: "replay", unit: "rows" }, 50_000, 2000)).toBe("replay  50,000 rows  25,000 rows/s");
});

it("draws nothing for what is done within two seconds", () => {
  const { written, progress, pass } = drawing(true);
  pass(1900);
  progress.update(9_000_000);
  progress.done();
  expect(written).toEqual([]);
});

it("draws ten times a second at most, and wipes itself", () => {
  const { written, progress, pass } = drawing(true);
  pass(2100);
  progress.update(1_000_000);
  progress.update(1_100_000);
  pass(100);
  progress.update(1_200_000);
  progress.done();
  expect(written).toHaveLength(3);
  expect(written[1]).toContain("12%");
  expect(written[2]).toBe("\r\u001b[K");
});

it("says nothing in a pipe", () => {
  const { written, progress, pass } = drawing(false);
  pass(5000);
  progress.update(1_000_000);
  progress.done();
  expect(written).toEqual([]);
});
