import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CheckReport } from "../src/contracts/check-report.ts";
import { writePack } from "./check-pack.ts";
import { digits, machine, milliseconds, table, timingOf, withFolder, type Timing } from "./measure.ts";

const USAGE = `usage: node benchmarks/check.ts [--contracts N] [--runs N] [--data FOLDER] [--json] [--write]
  --contracts  in the generated pack (500)
  --runs       of each command (5)
  --data       keep the generated pack in this folder
  --json       print JSON instead of a table
  --write      write the table to benchmarks/results/check.md`;

const BINARY = new URL("../bin/understudy", import.meta.url).pathname;
const TARGET_MS = 2_000;

interface Results {
  readonly contracts: number;
  readonly check: Timing;
  readonly bare: Timing;
  readonly version: Timing;
}

/** Runs a command of Node to its end; throws where it does not end well. */
function run(args: readonly string[], folder: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The commands in turn, so that a busy moment of the machine falls on all of them alike; one round before that fills the caches of files and compiled code. */
function measure(contracts: number, runs: number, folder: string): Results {
  const pack = join(folder, "pack");
  writePack(pack, contracts);
  const check = [BINARY, "check", "--pack", pack, "--json"];
  const { counts } = JSON.parse(run(check, folder)) as CheckReport;
  if (counts.passed !== contracts) throw new Error(`not all passed: ${JSON.stringify(counts)}`);
  const commands = [check, ["-e", "0"], [BINARY, "help"]];
  const taken: number[][] = commands.map(() => []);
  for (let round = -1; round < runs; round += 1) {
    for (const [at, command] of commands.entries()) {
      const took = milliseconds(() => void run(command, folder));
      if (round >= 0) taken[at]!.push(took);
    }
  }
  const [checked, bare, version] = taken.map(timingOf) as [Timing, Timing, Timing];
  return { contracts, check: checked, bare, version };
}

function report({ contracts, check, bare, version }: Results): string {
  const row = (name: string, { median, best, worst }: Timing, target: string): readonly string[] => [
    name,
    digits(median),
    digits(best),
    digits(worst),
    digits(median / bare.median),
    target,
  ];
  return [
    "# A pack on its recordings",
    "",
    `Measured on ${machine()}; other work shared the machine, so read ratios before times. Median of ${check.runs} runs of the real command, its start included. What each number means: [README](../README.md).`,
    "",
    table(
      ["command", "ms", "best", "worst", "of a bare start", `< ${TARGET_MS.toLocaleString("en-US")} ms`],
      [
        row(
          `understudy check, ${contracts.toLocaleString("en-US")} contracts`,
          check,
          check.median < TARGET_MS ? "yes" : "no",
        ),
        row("understudy help", version, ""),
        row("node -e 0", bare, ""),
      ],
    ),
    "",
  ].join("\n");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      contracts: { type: "string", default: "500" },
      runs: { type: "string", default: "5" },
      data: { type: "string" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [contracts, runs] = [Number(values.contracts), Number(values.runs)];
  if (values.help || !(contracts >= 1 && runs >= 1)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const results = await withFolder(values.data, (folder) => measure(contracts, runs, folder));
  if (values.write) writeFileSync(new URL("results/check.md", import.meta.url), report(results));
  console.log(values.json ? JSON.stringify(results, null, 2) : report(results));
}

await main();
