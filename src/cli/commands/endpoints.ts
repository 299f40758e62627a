import { compareJson } from "../../actions/compare-json.ts";
import { endpointVersions, rollbackEndpoint, setEndpoint, showEndpoint } from "../../actions/endpoints.ts";
import { OperatorError } from "../../core/errors.ts";
import type { StoredEndpoint } from "../../store/gateway-control.ts";
import { changesText } from "../changes-text.ts";
import type { Answer, Args, Command, Context, Flag } from "../command.ts";
import { controlParts, guardedParts, PROJECT_FLAG } from "../control-parts.ts";
import { count } from "../counts.ts";
import { definitionOf, ENDPOINT_FLAGS } from "../endpoint-flags.ts";
import { documentText, YAML_FLAG } from "../yaml-flag.ts";
import { instant, isoInstant } from "../instant.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { typed } from "../typed.ts";

const NAME = { name: "NAME", description: "The endpoint's name" };
const NAME_VERSION = { name: "NAME[@VERSION]", description: "The newest version where none is named" };
const NOTE: Flag = { name: "note", value: "TEXT", description: "Why, for whoever reads the list" };
const ANY_PROJECT: Flag = { name: "project", value: "NAME", description: "Only those of this project" };

/** `understudy endpoints [list | show | set | versions | diff | rollback | sessions]` */
export const endpointsCommand: Command = {
  name: "endpoints",
  summary: "What clients call: system prompt, policy, guardrails, limits, in versions",
  description: "Without a subcommand: the list. A running gateway serves a new version within a second.",
  flags: [ANY_PROJECT],
  subcommands: [
    { name: "list", summary: "List endpoints", flags: [ANY_PROJECT], run: list },
    {
      name: "show",
      summary: "Print what an endpoint holds",
      positionals: [NAME_VERSION],
      flags: [PROJECT_FLAG, YAML_FLAG],
      examples: [{ command: "understudy endpoints show support --yaml > support.yaml", note: "A file to edit" }],
      run: show,
    },
    {
      name: "set",
      summary: "Make an endpoint, or its next version",
      description:
        "A file holds all of the endpoint: description, system_prompt, policy, guardrails, response_schema, defaults, rate_limit, sessions. Flags change what they name, of the file or, without one, of the version in force.",
      positionals: [NAME, { name: "FILE", description: "The endpoint, as JSON or YAML", optional: true }],
      flags: [...ENDPOINT_FLAGS, PROJECT_FLAG, NOTE],
      examples: [
        { command: "understudy endpoints set support support.yaml", note: "All of it, from a file" },
        {
          command: 'understudy endpoints set support --system-prompt "Be brief." --policy gpt-4o-mini:openai',
          note: "Two things of it",
        },
      ],
      run: set,
    },
    {
      name: "versions",
      summary: "List the versions of an endpoint, newest first",
      positionals: [NAME],
      flags: [PROJECT_FLAG],
      run: versions,
    },
    {
      name: "diff",
      summary: "Compare two versions",
      positionals: [
        { name: "BEFORE", description: "NAME or NAME@VERSION" },
        { name: "AFTER", description: "NAME or NAME@VERSION" },
      ],
      flags: [PROJECT_FLAG],
      examples: [
        { command: "understudy endpoints diff support@1 support", note: "What changed since the first version" },
      ],
      run: diff,
    },
    {
      name: "rollback",
      summary: "Make an older version the newest one",
      description: "Versions never change: the older one is stored again, as the next version.",
      positionals: [NAME],
      flags: [
        { name: "to", value: "VERSION", description: "Which (default: the one before the newest)", expects: "count" },
        PROJECT_FLAG,
      ],
      run: rollback,
    },
    {
      name: "sessions",
      summary: "List sessions of an endpoint that groups requests by them",
      positionals: [NAME],
      flags: [
        PROJECT_FLAG,
        {
          name: "limit",
          value: "N",
          description: "How many at most, the latest first",
          default: "50",
          expects: "count",
        },
      ],
      run: sessions,
    },
  ],
  run: list,
};

const projectOf = (args: Args): string => args.text("project") ?? "default";

function inProject(words: readonly string[], project: string): readonly string[] {
  return project === "default" ? words : [...words, "--project", project];
}

function list(context: Context, args: Args): Answer {
  const project = args.text("project");
  const { control } = context.store({ readOnly: true });
  const endpoints = control.endpoints().filter((one) => project === undefined || one.project === project);
  return {
    json: { endpoints: endpoints.map(endpointJson) },
    text: (terminal) =>
      endpoints.length === 0
        ? `No endpoint yet. Next: ${typed(["endpoints", "set", "NAME", "--system-prompt", "TEXT"], context.dataFolder)}\n`
        : endpointTable(endpoints, terminal, true),
  };
}

function endpointTable(endpoints: readonly StoredEndpoint[], terminal: Terminal, projects: boolean): string {
  const cells = endpoints.map((one) => [
    `${one.name}@${one.version}`,
    ...(projects ? [one.project] : []),
    Object.keys(one.definition).join(", "),
    instant(one.created_at),
    one.note ?? "",
  ]);
  const columns = [
    { title: "endpoint", shrinkTo: 14 },
    ...(projects ? [{ title: "project", shrinkTo: 8 }] : []),
    { title: "holds", shrinkTo: 12 },
    { title: "added (UTC)" },
    { title: "note", shrinkTo: 8 },
  ];
  return table(terminal, columns, cells);
}

function show(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const endpoint = showEndpoint(control, projectOf(args), args.positionals[0] as string);
  return { json: endpointJson(endpoint), text: () => documentText(args, endpoint.definition) };
}

async function set(context: Context, args: Args): Promise<Answer> {
  const [name, file] = args.positionals as [string, string | undefined];
  const project = projectOf(args);
  const parts = await guardedParts(context);
  const before = parts.control.endpoint(project, name);
  const definition = definitionOf(args, parts.control, { file, current: before?.definition ?? {} });
  if (definition === null)
    throw new OperatorError("usage", `nothing was given that endpoint ${name} should hold`, {
      hint: `Give a file, or flags: ${typed(["endpoints", "set", name, "--system-prompt", "TEXT"], context.dataFolder)}`,
    });
  const place = file === undefined ? {} : { file };
  const asked = { project, name, definition, note: args.text("note") ?? null, ...place };
  const { endpoint, added } = setEndpoint(parts, asked);
  const next =
    endpoint.version === 1
      ? typed(inProject(["keys", "create", "NAME", "--endpoint", name], project), context.dataFolder)
      : typed(inProject(["endpoints", "diff", `${name}@${endpoint.version - 1}`, name], project), context.dataFolder);
  return {
    json: { ...endpointJson(endpoint), added },
    text: () =>
      `${name}@${endpoint.version} ${added ? "is in force" : "says the same already: nothing was added"}\n\nNext: ${next}\n`,
  };
}

function versions(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const found = endpointVersions(control, projectOf(args), args.positionals[0] as string);
  return {
    json: { versions: found.map(endpointJson) },
    text: (terminal) => endpointTable(found, terminal, false),
  };
}

function diff(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const [before, after] = args.positionals.map((name) => showEndpoint(control, projectOf(args), name)) as [
    StoredEndpoint,
    StoredEndpoint,
  ];
  const changes = compareJson(before.definition, after.definition);
  const names = [before, after].map(({ name, version }) => `${name}@${version}`);
  return {
    json: { before: names[0], after: names[1], changes },
    text: (terminal) => {
      const title = terminal.colors.bold(names.join(" -> "));
      return changes.length === 0 ? `${title}: no difference\n` : `${title}\n${changesText(changes, terminal)}`;
    },
  };
}

function rollback(context: Context, args: Args): Answer {
  const [name] = args.positionals as [string];
  const project = projectOf(args);
  const endpoint = rollbackEndpoint(controlParts(context), { project, name, to: args.number("to") ?? null });
  const next = typed(inProject(["endpoints", "versions", name], project), context.dataFolder);
  return {
    json: endpointJson(endpoint),
    text: () => `${name}@${endpoint.version} is in force, ${endpoint.note}\n\nNext: ${next}\n`,
  };
}

function sessions(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const [name] = args.positionals as [string];
  const project = projectOf(args);
  const { definition } = showEndpoint(control, project, name);
  const found = control.sessions(project, name, args.number("limit") ?? 50);
  const on = typed(inProject(["endpoints", "set", name, "--sessions", "on"], project), context.dataFolder);
  return {
    json: {
      sessions: found.map((one) => ({ ...one, first_at: isoInstant(one.first_at), last_at: isoInstant(one.last_at) })),
    },
    text: (terminal) => {
      if (found.length === 0)
        return definition.sessions === true
          ? `No session yet: clients name theirs in x-understudy-session.\n`
          : `${name} does not group requests by session. Next: ${on}\n`;
      return table(
        terminal,
        [
          { title: "session", shrinkTo: 12, cut: "middle" },
          { title: "requests", align: "right" },
          { title: "first (UTC)" },
          { title: "last (UTC)" },
        ],
        found.map((one) => [one.session, count(one.requests), instant(one.first_at), instant(one.last_at)]),
      );
    },
  };
}

function endpointJson(endpoint: StoredEndpoint): object {
  return { ...endpoint, created_at: isoInstant(endpoint.created_at) };
}
