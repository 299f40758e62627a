import { readDocument, isDocumentName } from "../../actions/document-file.ts";
import { createProject, setProject, showProject } from "../../actions/projects.ts";
import { daysText } from "../../actions/retention.ts";
import { OperatorError } from "../../core/errors.ts";
import type { StoredProject } from "../../store/gateway-control.ts";
import type { Answer, Args, Command, Context, Flag } from "../command.ts";
import { guardedParts } from "../control-parts.ts";
import { instant, isoInstant } from "../instant.ts";
import { properties, table } from "../table.ts";
import { typed } from "../typed.ts";

const FOREVER = "forever";
const NOTHING = "none";

const SETTINGS: readonly Flag[] = [
  { name: "retention", value: "DAYS", description: `How many days rows are kept, or ${FOREVER} (7 of a new project)` },
  {
    name: "redact",
    value: "RULE",
    description: `What is taken out of bodies before they are stored: the kind of a guardrail (pii, secrets), a file with a list of rules, or ${NOTHING}`,
    repeatable: true,
  },
];
const NAME = { name: "NAME", description: "The project's name" };

/** `understudy projects [list | show | create | set]` */
export const projectsCommand: Command = {
  name: "projects",
  summary: "Projects, what is kept of their traffic and for how long",
  description: "Without a subcommand: the list.",
  subcommands: [
    { name: "list", summary: "List projects", run: list },
    { name: "show", summary: "Show the settings of a project", positionals: [NAME], run: show },
    {
      name: "create",
      summary: "Make a project",
      positionals: [NAME],
      flags: SETTINGS,
      examples: [
        { command: "understudy projects create shop --retention 30 --redact pii", note: "Personal data is not kept" },
      ],
      run: create,
    },
    {
      name: "set",
      summary: "Change settings of a project; what is not given stays",
      positionals: [NAME],
      flags: SETTINGS,
      examples: [
        { command: "understudy projects set shop --redact secrets --redact pii", note: "Both rules, and no other" },
      ],
      run: set,
    },
  ],
  run: list,
};

function list(context: Context): Answer {
  const projects = context.store({ readOnly: true }).control.projects();
  return {
    json: { projects: projects.map(projectJson) },
    text: (terminal) =>
      projects.length === 0
        ? `No project yet. Next: ${typed(["projects", "create", "NAME"], context.dataFolder)}\n`
        : table(
            terminal,
            [
              { title: "project", shrinkTo: 12 },
              { title: "kept" },
              { title: "redacted", shrinkTo: 8 },
              { title: "made (UTC)" },
            ],
            projects.map((project) => [project.name, kept(project), redacted(project), instant(project.created_at)]),
          ),
  };
}

function show(context: Context, args: Args): Answer {
  const project = showProject(context.store({ readOnly: true }).control, args.positionals[0] as string);
  return answer(project);
}

async function create(context: Context, args: Args): Promise<Answer> {
  const project = createProject(await guardedParts(context), args.positionals[0] as string, settings(args));
  return answer(project, typed(["keys", "create", "NAME", "--project", project.name], context.dataFolder));
}

async function set(context: Context, args: Args): Promise<Answer> {
  const wanted = settings(args);
  const [name] = args.positionals as [string];
  if (Object.keys(wanted).length === 0)
    throw new OperatorError("usage", "nothing was given to change", {
      hint: `For example: ${typed(["projects", "set", name, "--retention", "30"], context.dataFolder)}`,
    });
  return answer(setProject(await guardedParts(context), name, wanted));
}

function answer(project: StoredProject, next?: string): Answer {
  return {
    json: projectJson(project),
    text: (terminal) =>
      properties(terminal, [
        ["project", project.name],
        ["kept", kept(project)],
        ["redacted", redacted(project) || "nothing"],
        ["made", `${instant(project.created_at)} UTC`],
      ]) + (next === undefined ? "" : `\nNext: ${next}\n`),
  };
}

function settings(args: Args): object {
  const retention = args.text("retention");
  const redact = args.list("redact");
  return {
    ...(retention === undefined ? {} : { retention_days: days(retention) }),
    ...(redact.length === 0 ? {} : { redact: redact.flatMap((rule) => rules(rule)) }),
  };
}

function days(text: string): number | null {
  if (text === FOREVER) return null;
  const [, amount] = /^(\d{1,5})d?$/u.exec(text) ?? [];
  if (Number(amount) > 0) return Number(amount);
  throw new OperatorError("usage", `--retention does not take ${JSON.stringify(text)}`, {
    field: "--retention",
    hint: `Expected a number of days, or ${FOREVER}.`,
  });
}

function rules(text: string): readonly unknown[] {
  if (text === NOTHING) return [];
  if (!isDocumentName(text)) return [{ kind: text }];
  const read = readDocument(text, "the rules");
  return Array.isArray(read) ? read : [read];
}

function kept({ retention_days: days }: StoredProject): string {
  return daysText(days);
}

function redacted({ redact }: StoredProject): string {
  return redact.map(({ kind, name }) => (typeof name === "string" ? name : kind)).join(", ");
}

function projectJson(project: StoredProject): object {
  return { ...project, created_at: isoInstant(project.created_at) };
}
