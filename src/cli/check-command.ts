import { OperatorError } from "../core/errors.ts";
import type { Command, CommandEntry } from "./command.ts";
import { parseCommandLine } from "./program.ts";

/** Words that would make a command do something else than its work. */
const REFUSED: ReadonlySet<string> = new Set(["--help", "-h", "--version", "--data"]);
const NOWHERE = { write: () => true, isTTY: false };

/** The command that a line of words means. Throws `usage` where the command line would refuse it. */
export async function checkCommand(words: readonly string[], commands: readonly CommandEntry[]): Promise<Command> {
  const refused = words.find((word) => REFUSED.has(word.replace(/=.*/su, "")));
  if (refused !== undefined)
    throw new OperatorError("usage", `a command that runs by itself does not take ${refused}`, { field: "command" });
  const entry = commands.find(({ name }) => name === words[0]);
  if (entry === undefined) throw new OperatorError("usage", `unknown command \`understudy ${words[0] ?? ""}\``);
  const found = parseCommandLine(words, [await entry.load()], { version: "", stdout: NOWHERE, colors: false });
  if (found === null)
    throw new OperatorError("usage", "a command that runs by itself does something", { field: "command" });
  return found.command;
}
