import { OperatorError } from "../core/errors.ts";
import type { Command, CommandEntry } from "./command.ts";
import { contextOf } from "./context.ts";
import { errorText } from "./print-error.ts";
import { parseCommandLine, type Invocation } from "./program.ts";
import { REPLAYCI, rewordReplayci } from "./replayci.ts";
import { terminalOf } from "./terminal.ts";
import type { World } from "./world.ts";

/** Exit code of a mistake of ours, apart from the documented ones. */
const BUG = 70;

/** Runs one command line to its exit code: answers on stdout, mistakes on stderr, or with --json on stdout as `{"error":...}`. */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly CommandEntry[],
  world: World,
): Promise<number> {
  let close = async (): Promise<void> => {};
  let dataFolder = "";
  try {
    const invocation = await invoked(ownWords(argv, world), commands, world);
    if (invocation?.command.run === undefined) return 0;
    const made = contextOf(world, invocation.globals);
    close = made.close;
    dataFolder = made.context.dataFolder;
    const answer = await invocation.command.run(made.context, invocation.args);
    if (answer === undefined) return 0;
    await world.writeBytes(
      made.context.json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.text(made.context.stdout),
    );
    return answer.exit ?? 0;
  } catch (thrown) {
    const error = inStore(thrown instanceof OperatorError ? thrown : (world.explain(thrown) ?? thrown), dataFolder);
    if (!(error instanceof OperatorError)) {
      world.stderr.write(`This is a bug in understudy, please report it with what you ran:\n${describe(error)}\n`);
      return BUG;
    }
    if (argv.includes("--json")) await world.writeBytes(`${JSON.stringify(error.toJSON())}\n`);
    else world.stderr.write(errorText(error, terminalOf(world.stderr, world.colors && !argv.includes("--no-color"))));
    return error.exitCode;
  } finally {
    await close();
  }
}

/** ReplayCI's command lines in our words. */
function ownWords(argv: readonly string[], world: World): readonly string[] {
  if (argv[0] !== REPLAYCI) return argv;
  const { words, notes } = rewordReplayci(argv.slice(1));
  for (const note of notes) world.stderr.write(`${note}\n`);
  return words;
}

const HELP: ReadonlySet<string> = new Set(["help", "--help", "-h"]);

/** Loads the commands that are named; all of them for help, and for the message where what was typed is wrong. */
async function invoked(
  argv: readonly string[],
  commands: readonly CommandEntry[],
  world: World,
): Promise<Invocation | null> {
  const load = (entries: readonly CommandEntry[]): Promise<readonly Command[]> =>
    Promise.all(entries.map((entry) => entry.load()));
  const named = commands.filter(({ name }) => argv.includes(name));
  if (named.length > 0 && !argv.some((word) => HELP.has(word))) {
    try {
      return parseCommandLine(argv, await load(named), world);
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
    }
  }
  return parseCommandLine(argv, await load(commands), world);
}

/** Codes that say what a store does not hold. */
const NOT_IN_STORE: ReadonlySet<string> = new Set([
  "request_unknown",
  "window_empty",
  "experiment_unknown",
  "config_unknown",
]);

/** Which store it was that does not hold what was asked for. */
function inStore(error: unknown, dataFolder: string): unknown {
  if (!(error instanceof OperatorError) || !NOT_IN_STORE.has(error.code)) return error;
  return error.place.file === undefined && error.place.field === undefined ? error.at({ file: dataFolder }) : error;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
