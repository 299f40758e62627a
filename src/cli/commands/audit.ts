import type { AuditEntry } from "../../store/gateway-control.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { instant, isoInstant } from "../instant.ts";
import { table } from "../table.ts";

/** `understudy audit` */
export const auditCommand: Command = {
  name: "audit",
  summary: "Who changed or replayed what, newest first",
  flags: [
    { name: "action", value: "NAME", description: "Only this, such as gateway.replay, key.create, config.attach" },
    { name: "limit", value: "N", description: "How many entries at most", default: "50", expects: "count" },
  ],
  examples: [{ command: "understudy audit --action gateway.replay", note: "Every replay of a logged request" }],
  run,
};

function run(context: Context, args: Args): Answer {
  const action = args.text("action");
  const { control } = context.store({ readOnly: true });
  const entries = control.auditEntries(action === undefined ? {} : { action }, args.number("limit") ?? 50);
  return {
    json: { entries: entries.map((entry) => ({ ...entry, at: isoInstant(entry.at) })) },
    text: (terminal) =>
      entries.length === 0
        ? `No entry${action === undefined ? "" : ` of ${action}`} yet.\n`
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
