import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { CheckReport } from "../src/contracts/check-report.ts";
import { writePack } from "./check-pack.ts";
import { digits, machine, table, timingOf, withFolder, type Timing } from "./measure.ts";

const USAGE = `usage: node benchmarks/check.ts [--contracts N] [--runs N] [--data FOLDER] [--json] [--write]
  --contracts  in the generated pack (500)
  --runs       of each command (5)
  --data       keep the generated pack in this folder
  --json       print JSON instead of a table
  --write      write the table to benchmarks/results/check.md`;

const BINARY = new URL("../bin/understudy", import.meta.url).pathname;
const TARGET_MS = 2_000;

/** Has a process say at its end what it took of the processors, ms: unlike the clock that hardly depends on who else is at work. */
const TELLS_CPU =
  "data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('\\n'+(user+system)/1000)})";

interface Measured {
  readonly took: Timing;
  readonly cpu: Timing;
}

interface Results {
  readonly contracts: number;
  readonly check: Measured;
  readonly help: Measured;
  readonly bare: Measured;
}

interface Run {
  readonly out: string;
  /** ms */
  readonly took: number;
  /** ms of all threads. */
  readonly cpu: number;
}

/** Runs a command of Node to its end; throws where it does not end well. */
function run(command: readonly string[], folder: string): Run {
  const args = ["--import", TELLS_CPU, ...command];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${String(status)}\n${stdout}\n${stderr}`);
  return { out: stdout, took, cpu: Number(stderr.split("\n").at(-1)) };
}

/** The commands in turn, so that a busy moment of the machine falls on all of them alike; one round before that fills the caches of files and compiled code. */
function measure(contracts: number, runs: number, folder: string): Results {
  const pack = join(folder, "pack");
  writePack(pack, contracts);
  const check = [BINARY, "check", "--pack", pack, "--json"];
  const { counts } = JSON.parse(run(check, folder).out) as CheckReport;
  if (counts.passed !== contracts) throw new Error(`not all passed: ${JSON.stringify(counts)}`);
  const commands = [check, [BINARY, "help"], ["-e", "0"]];
  const made: Run[][] = commands.map(() => []);
  for (let round = -1; round < runs; round += 1) {
    for (const [at, command] of commands.entries()) {
      const one = run(command, folder);
      if (round >= 0) made[at]!.push(one);
    }
  }
  const [checked, help, bare] = made.map((all) => ({
    took: timingOf(all.map(({ took }) => took)),
    cpu: timingOf(all.map(({ cpu }) => cpu)),
  })) as [Measured, Measured, Measured];
  return { contracts, check: checked, help, bare };
}

function report({ contracts, check, help, bare }: Results): string {
  const row = (name: string, { took, cpu }: Measured, target: string): readonly string[] => [
    name,
    digits(took.median),
    digits(took.best),
    digits(took.worst),
    digits(took.median / bare.took.median),
    digits(cpu.median),
    target,
  ];
  const target = TARGET_MS.toLocaleString("en-US");
  const meets = ({ took }: Measured): string => (took.median < TARGET_MS ? "yes" : "no");
  return [
    "# A pack on its recordings",
    "",
    `Measured on ${machine()}; other work shared the machine, so read ratios and processor time before times. Median of ${check.took.runs} runs of the real command, its start included. What each number means: [README](../README.md).`,
    "",
    table(
      ["command", "ms", "best", "worst", "of a bare start", "processor ms", `< ${target} ms`],
      [
        row(`understudy check, ${contracts.toLocaleString("en-US")} contracts`, check, meets(check)),
        row("understudy help", help, ""),
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
