import { windowBounds } from "../../actions/window.ts";
import type { AuditEntry, AuditFilter } from "../../store/audit.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { instant, isoInstant } from "../instant.ts";
import { table } from "../table.ts";
import { TIME_FLAGS, timeOf } from "../window-flags.ts";

/** `understudy audit` */
export const auditCommand: Command = {
  name: "audit",
  summary: "Who changed or replayed what, newest first",
  flags: [
    { name: "action", value: "NAME", description: "Only this, such as gateway.replay, key.create, config.attach" },
    { name: "kind", value: "KIND", description: "Only this kind of object, such as config, key, mirror" },
    { name: "by", value: "NAME", description: "Only what this key did; cli is the command line" },
    { name: "find", value: "TEXT", description: "Only where a value of the details holds this text" },
    ...TIME_FLAGS,
    { name: "limit", value: "N", description: "How many entries at most", default: "50", expects: "count" },
  ],
  examples: [{ command: "understudy audit --action gateway.replay", note: "Every replay of a logged request" }],
  run,
};

function run(context: Context, args: Args): Answer {
  const action = args.text("action");
  const { control } = context.store({ readOnly: true });
  const { from, to } = windowBounds(timeOf(args), context.now(), null);
  const asked = { action, kind: args.text("kind"), actor: args.text("by"), text: args.text("find"), from, before: to };
  const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as AuditFilter;
  const entries = control.auditEntries(filter, args.number("limit") ?? 50);
  return {
    json: { entries: entries.map((entry) => ({ ...entry, at: isoInstant(entry.at) })) },
    text: (terminal) =>
      entries.length === 0
        ? `No entry${Object.keys(filter).length === 0 ? " yet" : " of that kind"}.\n`
        : table(
            terminal,
            [
              { title: "time (UTC)" },
              { title: "actor", shrinkTo: 8 },
              { title: "action", shrinkTo: 14 },
              { title: "details", shrinkTo: 20 },
            ],
            entries.map((entry) => [instant(entry.at), entry.actor, entry.action, detailsText(entry)]),
          ),
  };
}

function detailsText({ details }: AuditEntry): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}
