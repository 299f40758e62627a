import { attachConfig, attachedConfig, detachConfig, scopeOf, type ChangedAttachment } from "../actions/attachments.ts";
import type { RolledBack } from "../actions/promote/roll-back.ts";
import { OperatorError } from "../core/errors.ts";
import type { StoredAttachment } from "../store/gateway-control.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { controlParts } from "./control-parts.ts";
import { instant, isoInstant } from "./instant.ts";
import { table } from "./table.ts";
import { typed } from "./typed.ts";

type Undone = NonNullable<RolledBack["endpoint"]>;

const SCOPE = { name: "SCOPE", description: "project:NAME, endpoint:NAME or endpoint:PROJECT/NAME" };

/** What serves what: subcommands of `understudy configs`. */
export const ATTACHMENT_COMMANDS: readonly Command[] = [
  {
    name: "attach",
    summary: "Let a config serve a project or an endpoint",
    description:
      "An endpoint's attachment goes before its own policy, and that before its project's attachment. The version stays attached until something else is: a newer version of the config changes nothing by itself.",
    positionals: [{ name: "NAME[@VERSION]", description: "The newest version where none is named" }],
    flags: [{ name: "to", value: "SCOPE", description: SCOPE.description }],
    examples: [
      { command: "understudy configs attach cheaper@2 --to endpoint:support", note: "For one endpoint" },
      {
        command: "understudy configs attach cheaper --to project:shop",
        note: "For all of a project that names no other",
      },
    ],
    run: attach,
  },
  {
    name: "detach",
    summary: "Let no config serve a project or an endpoint any more",
    positionals: [SCOPE],
    run: detach,
  },
  {
    name: "attachments",
    summary: "List what serves what, or what served one scope when",
    positionals: [{ ...SCOPE, optional: true }],
    run: attachments,
  },
];

function attach(context: Context, args: Args): Answer {
  const [reference] = args.positionals as [string];
  const to = args.text("to");
  if (to === undefined)
    throw new OperatorError("usage", `what is ${reference} to serve`, {
      field: "--to",
      hint: `For example: ${typed(["configs", "attach", reference, "--to", "project:default"], context.dataFolder)}`,
    });
  return changedAnswer(context, attachConfig(controlParts(context), to, reference));
}

function detach(context: Context, args: Args): Answer {
  return changedAnswer(context, detachConfig(controlParts(context), args.positionals[0] as string));
}

/** What a change of an attachment did, and how to take it back. */
export function changedAnswer(context: Context, { attachment, before, changed }: ChangedAttachment): Answer {
  const scope = scopeText(attachment);
  const now = attachedConfig(attachment);
  const was = before === null ? "" : ` (before: ${before})`;
  const said = now === null ? `Nothing is attached to ${scope} any more` : `${now} serves ${scope}`;
  return {
    json: { ...attachmentJson(attachment), before, changed },
    text: () =>
      changed
        ? `${said}${was}. A running gateway follows within a second.\n\nBack: ${typed(["rollback", scope], context.dataFolder)}\n`
        : `${said} already: nothing was changed.\n`,
  };
}

/** The same of a rollback, and whose promotion it undid. */
export function rolledBackAnswer(context: Context, { experiment, endpoint, ...change }: RolledBack): Answer {
  const { json, text } = changedAnswer(context, change);
  const said = experiment === null || !change.changed ? "" : `The promotion of ${experiment} is undone. `;
  return {
    json: { ...(json as object), experiment, endpoint },
    text: (terminal) =>
      `${said}${endpoint === null ? text(terminal) : endpointText(context, change.attachment, endpoint)}`,
  };
}

function endpointText(context: Context, attachment: StoredAttachment, { name, version, as }: Undone): string {
  const back = typed(["rollback", scopeText(attachment)], context.dataFolder);
  return `${name}@${version} says what ${name}@${as} said, and serves. A running gateway follows within a second.\n\nBack: ${back}\n`;
}

function attachments(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const [text] = args.positionals;
  const scope = text === undefined ? null : scopeOf(control, text);
  const found =
    scope === null
      ? control.attachments().filter(({ config }) => config !== null)
      : control.attachmentHistory(scope.scope, scope.scope_id);
  return {
    json: { attachments: found.map(attachmentJson) },
    text: (terminal) =>
      found.length === 0
        ? `Nothing is attached${text === undefined ? "" : ` to ${text}`}. Next: ${typed(["configs", "attach", "NAME", "--to", text ?? "project:default"], context.dataFolder)}\n`
        : table(
            terminal,
            [
              { title: "scope", shrinkTo: 14 },
              { title: "config", shrinkTo: 12 },
              { title: "since (UTC)" },
              { title: "by", shrinkTo: 6 },
            ],
            found.map((one) => [scopeText(one), attachedConfig(one) ?? "nothing", instant(one.attached_at), one.actor]),
          ),
  };
}

/** `project:NAME` or `endpoint:PROJECT/NAME`. */
export function scopeText({ scope, scope_id: id }: StoredAttachment): string {
  return `${scope}:${id}`;
}

function attachmentJson(stored: StoredAttachment): object {
  return {
    scope: scopeText(stored),
    config: attachedConfig(stored),
    attached_at: isoInstant(stored.attached_at),
    actor: stored.actor,
  };
}
