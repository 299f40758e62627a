import { showConfig, storeConfig } from "../../actions/configs.ts";
import { attachedConfig } from "../../actions/attachments.ts";
import { compareJson } from "../../actions/compare-json.ts";
import { readPolicyFile } from "../../actions/policy-file.ts";
import type { StoredConfig } from "../../store/control.ts";
import { ATTACHMENT_COMMANDS, scopeText } from "../attachment-commands.ts";
import { controlParts } from "../control-parts.ts";
import type { Args, Answer, Command, Context, Flag } from "../command.ts";
import { changesText } from "../changes-text.ts";
import { documentText, YAML_FLAG } from "../yaml-flag.ts";
import { instant, isoInstant } from "../instant.ts";
import { table } from "../table.ts";
import { typed } from "../typed.ts";

const LIST_FLAGS: readonly Flag[] = [{ name: "drafts", description: "Drafts too: the candidates of experiments" }];

/** `understudy configs [list | show | add | diff | attach | detach | attachments]` */
export const configsCommand: Command = {
  name: "configs",
  summary: "Named, versioned routing policies",
  description: "Without a subcommand: the list.",
  flags: LIST_FLAGS,
  subcommands: [
    {
      name: "list",
      summary: "List configs with their versions",
      flags: LIST_FLAGS,
      run: list,
    },
    {
      name: "show",
      summary: "Print the policy of a config",
      positionals: [{ name: "NAME[@VERSION]", description: "The newest version where none is named" }],
      flags: [YAML_FLAG],
      examples: [{ command: "understudy configs show cheaper@2", note: "The second version" }],
      run: show,
    },
    {
      name: "add",
      summary: "Store a policy as the next version of a name",
      description:
        "Versions never change. References to other configs are pinned to the version they mean now, and A/B splits keep their dice.",
      positionals: [
        { name: "NAME", description: "Of a new config, or of one that gets another version" },
        { name: "FILE", description: "The policy, as JSON or YAML" },
      ],
      flags: [{ name: "note", value: "TEXT", description: "Why, for whoever reads the list" }],
      examples: [
        {
          command: 'understudy configs add cheaper policy.json --note "mini first"',
          note: "A first version, or the next one",
        },
      ],
      run: add,
    },
    {
      name: "diff",
      summary: "Compare two versions",
      positionals: [
        { name: "BEFORE", description: "NAME or NAME@VERSION" },
        { name: "AFTER", description: "NAME or NAME@VERSION" },
      ],
      examples: [
        { command: "understudy configs diff cheaper@1 cheaper", note: "What changed since the first version" },
      ],
      run: diff,
    },
    ...ATTACHMENT_COMMANDS,
  ],
  run: list,
};

function list(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const configs = control.configs({ drafts: args.on("drafts") });
  const serving = control.attachments();
  const serves = (config: StoredConfig): readonly string[] =>
    serving.filter((one) => attachedConfig(one) === `${config.name}@${config.version}`).map(scopeText);
  const any = configs.some((config) => serves(config).length > 0);
  return {
    json: { configs: configs.map((config) => ({ ...configJson(config), serves: serves(config) })) },
    text: (terminal) => {
      if (configs.length === 0)
        return `No config yet. Next: ${typed(["configs", "add", "NAME", "FILE"], context.dataFolder)}\n`;
      return table(
        terminal,
        [
          { title: "config", shrinkTo: 16 },
          { title: "strategy" },
          { title: "added (UTC)" },
          ...(any ? [{ title: "serves", shrinkTo: 12 }] : []),
          { title: "note", shrinkTo: 8 },
        ],
        configs.map((config) => [
          nameOf(config),
          strategyOf(config),
          instant(config.created_at),
          ...(any ? [serves(config).join(", ")] : []),
          config.note ?? "",
        ]),
      );
    },
  };
}

function show(context: Context, args: Args): Answer {
  const config = showConfig(context.store({ readOnly: true }).control, args.positionals[0] ?? "");
  return { json: configJson(config), text: () => documentText(args, config.policy) };
}

function add(context: Context, args: Args): Answer {
  const [name, file] = args.positionals as [string, string];
  const policy = readPolicyFile(file);
  const note = args.text("note") ?? null;
  const { config, added } = storeConfig(controlParts(context), { name, policy, file, note, created_at: context.now() });
  const next = typed(["simulate", "--policy", name], context.dataFolder);
  return {
    json: { ...configJson(config), added },
    text: () =>
      `${nameOf(config)} ${added ? "is stored" : "says the same already: nothing was added"}\n\nNext: ${next}\n`,
  };
}

function diff(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const [before, after] = args.positionals.map((name) => showConfig(control, name)) as [StoredConfig, StoredConfig];
  const changes = compareJson(before.policy, after.policy);
  return {
    json: { before: nameOf(before), after: nameOf(after), changes },
    text: (terminal) => {
      const title = terminal.colors.bold(`${nameOf(before)} -> ${nameOf(after)}`);
      return changes.length === 0 ? `${title}: no difference\n` : `${title}\n${changesText(changes, terminal)}`;
    },
  };
}

function configJson(config: StoredConfig): object {
  return { ...config, created_at: isoInstant(config.created_at) };
}

function nameOf(config: StoredConfig): string {
  return `${config.name}@${config.version}${config.draft ? " (draft)" : ""}`;
}

function strategyOf(config: StoredConfig): string {
  const { policy } = config;
  return typeof policy === "object" && policy !== null && "strategy" in policy ? String(policy.strategy) : "";
}
