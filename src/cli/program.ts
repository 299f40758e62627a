import { Command as Parser, CommanderError, Option } from "commander";
import { OperatorError } from "../core/errors.ts";
import { argsOf } from "./args.ts";
import { closest } from "../core/closest.ts";
import type { Args, Command, Flag } from "./command.ts";
import { GLOBAL_FLAGS } from "./global-flags.ts";
import { terminalOf } from "./terminal.ts";
import type { World } from "./world.ts";

/** A command as it was typed: its definition, its arguments, and the global flags. */
export interface Invocation {
  readonly command: Command;
  readonly args: Args;
  readonly globals: Args;
}

/**
 * Reads a command line against the definitions. Null where help or the version was asked for and printed.
 * Throws `usage` in one helpful line for what no definition knows.
 */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  world: Pick<World, "version" | "stdout" | "colors">,
): Invocation | null {
  let invocation: Invocation | null = null;
  const program = parser("understudy", "Replay real LLM traffic against another model or routing policy.", world)
    .helpCommand("help [command]", "Print help for a command")
    .version(`understudy ${world.version}`, "--version", "Print the version")
    .usage("COMMAND [flags]");
  addFlags(program, [], true);
  for (const command of commands)
    program.addCommand(commandParser(command, command.name, world, (found) => (invocation = found)));
  if (argv.length === 0) {
    program.outputHelp();
    return null;
  }
  try {
    program.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    throw usageError(error, argv, commands);
  }
  return invocation;
}

function parser(name: string, description: string, world: Pick<World, "version" | "stdout" | "colors">): Parser {
  const stdout = terminalOf(world.stdout, world.colors);
  const width = Math.min(100, Number.isFinite(stdout.width) ? stdout.width : 100);
  return new Parser(name)
    .description(description)
    .helpOption("-h, --help", "Print this help")
    .exitOverride()
    .configureHelp({ helpWidth: width, minWidthToWrap: 16, styleTitle: (title) => stdout.colors.bold(title) })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: () => {},
      getOutHasColors: () => stdout.colors.isColorSupported,
    });
}

function commandParser(
  command: Command,
  path: string,
  world: Pick<World, "version" | "stdout" | "colors">,
  found: (invocation: Invocation) => void,
): Parser {
  const made = parser(
    command.name,
    [`${command.summary}.`, command.description ?? ""].filter(Boolean).join("\n\n"),
    world,
  ).summary(command.summary);
  for (const { name, description, optional, repeats } of command.positionals ?? []) {
    const text = repeats === true ? `${name}...` : name;
    made.argument(optional === true ? `[${text}]` : `<${text}>`, description);
  }
  addFlags(made, command.flags ?? [], false);
  const examples = (command.examples ?? []).map((example) => `  ${example.command}\n      ${example.note}\n`).join("");
  if (examples !== "") made.addHelpText("after", `\nExamples:\n${examples}`);
  for (const child of command.subcommands ?? [])
    made.addCommand(commandParser(child, `${path} ${child.name}`, world, found));
  const group = command.subcommands !== undefined;
  if (command.run !== undefined || group) {
    made.allowExcessArguments(group).action(() => {
      // A group may take words of its own: what comes after these is no command.
      const stray = group ? made.args[command.positionals?.length ?? 0] : undefined;
      if (stray !== undefined) throw unknownCommand(stray, command.subcommands ?? [], path);
      if (command.run === undefined) {
        const names = (command.subcommands ?? []).map((child) => child.name).join(", ");
        throw new OperatorError("usage", `\`understudy ${path}\` needs one of: ${names}`, { hint: helpHint(path) });
      }
      const given = givenValues(made);
      found({
        command,
        args: argsOf(command.flags ?? [], given, made.args),
        globals: argsOf(GLOBAL_FLAGS, given, []),
      });
    });
  }
  return made;
}

function addFlags(made: Parser, flags: readonly Flag[], root: boolean): void {
  for (const flag of [...flags, ...GLOBAL_FLAGS]) {
    const option = new Option(
      flag.value === undefined ? `--${flag.name}` : `--${flag.name} <${flag.value}>`,
      flagText(flag),
    );
    if (flag.value !== undefined)
      option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
    if (!root && GLOBAL_FLAGS.includes(flag)) option.helpGroup("Global flags:");
    made.addOption(option);
  }
}

/** What help and the reference say of a flag. */
export function flagText(flag: Flag): string {
  const choices = flag.choices === undefined ? "" : `: ${flag.choices.join(", ")}`;
  const given = flag.default === undefined ? "" : ` (default: ${flag.default})`;
  return `${flag.description}${choices}${given}${flag.repeatable === true ? " (repeatable)" : ""}`;
}

function givenValues(made: Parser): Map<string, true | readonly string[]> {
  const given = new Map<string, true | readonly string[]>();
  for (let level: Parser | null = made; level !== null; level = level.parent) {
    for (const option of level.options) {
      if (level.getOptionValueSource(option.attributeName()) !== "cli") continue;
      const name = option.long?.slice(2) ?? "";
      const value: unknown = level.getOptionValue(option.attributeName());
      // `--x` and `--no-x` share one value: the last of them that was typed says which is meant.
      if (option.negate !== (value === false)) continue;
      if (!given.has(name)) given.set(name, Array.isArray(value) ? (value as string[]) : true);
    }
  }
  return given;
}

function unknownCommand(word: string, commands: readonly Command[], path?: string): OperatorError {
  const meant = closest(
    word,
    commands.map((command) => command.name),
  );
  const full = path === undefined ? "understudy" : `understudy ${path}`;
  const suggestion = meant === null ? "" : `: did you mean \`${full} ${meant}\`?`;
  return new OperatorError("usage", `unknown command \`${full} ${word}\`${suggestion}`, { hint: helpHint(path) });
}

function helpHint(path?: string): string {
  return path === undefined ? "See `understudy help`." : `See \`understudy ${path} --help\`.`;
}

function usageError(error: CommanderError, argv: readonly string[], commands: readonly Command[]): OperatorError {
  const command = commands.find((candidate) => argv.includes(candidate.name));
  // `understudy help WORD` of a word that is no command.
  if (error.code === "commander.help") return unknownCommand(argv.find((word) => word !== "help") ?? "help", commands);
  if (error.code === "commander.excessArguments" && command?.flags?.some(({ name }) => name === "policy") === true) {
    const stray = /got \d+: (.*?)\.?$/su.exec(error.message)?.[1] ?? "";
    return new OperatorError("usage", `unexpected argument ${JSON.stringify(stray)}: did you mean --policy ${stray}?`, {
      hint: helpHint(command.name),
    });
  }
  if (error.code === "commander.unknownCommand") {
    const word = /'(.*?)'/su.exec(error.message)?.[1] ?? "";
    return unknownCommand(word, commands);
  }
  const message = error.message
    .replace(/^error: /u, "")
    .replace(/\n?\(Did you mean (?<meant>[^?]*)\?\)/u, ": did you mean $<meant>?")
    .replace(/\.$/u, "");
  const child = command?.subcommands?.find(({ name }) => argv.includes(name));
  const path = child === undefined ? command?.name : `${command?.name} ${child.name}`;
  return new OperatorError("usage", message, { hint: helpHint(path) });
}
