import type { Command, Flag } from "./command.ts";
import { GLOBAL_FLAGS } from "./global-flags.ts";
import { flagText } from "./program.ts";

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ["0", "fine"],
  ["1", 'the answer is "no": no row in the window, nothing that could be taken in, or a check that failed'],
  ["2", "usage: a mistake in what was typed or in a file, said in one message"],
  ["3", "a provider or the network"],
  ["70", "a bug in understudy"],
  ["130", "stopped by Ctrl-C"],
];

/** The text of `docs/reference/cli.md`, from the definitions alone. */
export function referenceText(commands: readonly Command[]): string {
  const exits = EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |\n`).join("");
  return [
    "# Command line\n\n",
    "Written from the commands' own definitions: change those, then `npx vitest run src/cli/reference.test.ts -u`.\n\n",
    'With `--json` every command prints one JSON document on standard output, mistakes as `{"error": {...}}` there too.\n\n',
    "| exit code | meaning |\n|---|---|\n",
    exits,
    "\n## Flags of every command\n\n",
    flagTable(GLOBAL_FLAGS),
    ...commands.map((command) => section(command, "understudy", 2)),
  ].join("");
}

function section(command: Command, parent: string, depth: number): string {
  const path = `${parent} ${command.name}`;
  const words = (command.positionals ?? []).map(({ name, optional, repeats }) => {
    const text = repeats === true ? `${name}...` : name;
    return optional === true ? `[${text}]` : text;
  });
  const parts = [`\n${"#".repeat(depth)} ${path}\n\n`, `${command.summary}.\n`];
  if (command.description !== undefined) parts.push(`\n${command.description}\n`);
  if (command.run !== undefined && command.subcommands === undefined) {
    parts.push(`\n\`\`\`\n${[path, ...words].join(" ")}${command.flags === undefined ? "" : " [flags]"}\n\`\`\`\n`);
  }
  if (command.positionals !== undefined) {
    parts.push("\n| argument | meaning |\n|---|---|\n");
    for (const { name, description } of command.positionals) parts.push(row(`\`${name}\``, description));
  }
  if (command.flags !== undefined) parts.push("\n", flagTable(command.flags));
  for (const { command: typed, note } of command.examples ?? [])
    parts.push(`\n${note}:\n\n\`\`\`sh\n${typed}\n\`\`\`\n`);
  for (const child of command.subcommands ?? []) parts.push(section(child, path, depth + 1));
  return parts.join("");
}

function flagTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) =>
    row(`\`--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}\``, flagText(flag)),
  );
  return `| flag | meaning |\n|---|---|\n${rows.join("")}`;
}

function row(name: string, meaning: string): string {
  return `| ${name.replaceAll("|", "\\|")} | ${meaning.replaceAll("|", "\\|")} |\n`;
}
