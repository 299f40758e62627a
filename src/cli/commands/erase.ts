import { OperatorError } from "../../core/errors.ts";
import { eraseUser, rowsOfUser, type EraseRequest } from "../../actions/erase-user.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { controlParts } from "../control-parts.ts";
import { askYes } from "../ask-yes.ts";
import { counted } from "../counts.ts";

/** `understudy erase --user ID` */
export const eraseCommand: Command = {
  name: "erase",
  summary: "Remove an end user from the log for good: rows, bodies, outcomes and name",
  description:
    "No byte of them is left in the store's files: these are rewritten, which takes as long as copying the store, and room for it twice over. " +
    "A gateway may go on running; what it logged of the user before does not come back. Importing the user's logs again does bring them back. " +
    "Asks first; where nobody can be asked, --yes must be given.",
  flags: [
    { name: "user", value: "ID", description: "The end user, as logged" },
    { name: "project", value: "NAME", description: "Only rows of this project (default: all projects)" },
    { name: "yes", description: "Do not ask" },
  ],
  examples: [{ command: "understudy erase --user ada@example.com --yes", note: "Everywhere, without being asked" }],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const user = args.text("user");
  if (user === undefined || user === "")
    throw new OperatorError("usage", "erase needs an end user", { field: "--user", hint: "For example: --user ada" });
  const request = { user, project: args.text("project") ?? null };
  context.store({ readOnly: true });
  const store = context.store();
  if (!args.on("yes") && !(await agreed(context, rowsOfUser(store, request), request)))
    return { json: { erased: false }, text: () => "Nothing was erased.\n", exit: 1 };
  const { control: _control, ...parts } = controlParts(context);
  const { rows, units, comparisons, spooled_rows } = eraseUser(
    { ...parts, store, spooled: (one) => context.eraseSpooled(one) },
    request,
  );
  return {
    json: { ...request, rows, units, comparisons, spooled_rows },
    text: () =>
      [
        `Erased ${counted(rows, "row")} of ${user}${where(request)}.\n`,
        ...(units === 0 ? [] : [`Blanked ${counted(units, "unit")} of experiments and judge runs about them.\n`]),
        ...(comparisons === 0
          ? []
          : [`Removed ${counted(comparisons, "mirrored pair")} of theirs from shadow runs.\n`]),
        ...(spooled_rows === 0
          ? []
          : [
              `The files of a gateway's spool still hold ${counted(spooled_rows, "row")} of theirs: they do not get into the store, and ` +
                "the files go when the gateway has logged some 16 MB more, or stops. Erase again then to be told that none is left.\n",
            ]),
      ].join(""),
  };
}

function where({ project }: EraseRequest): string {
  return project === null ? "" : ` in project ${project}`;
}

function agreed(context: Context, rows: number, request: EraseRequest): Promise<boolean> {
  const what = `${counted(rows, "row")} of ${request.user}${where(request)}`;
  return askYes(
    context,
    `Erase ${what}? This cannot be undone.`,
    `erasing ${what} cannot be undone and nobody can be asked`,
    "Add --yes to erase without being asked.",
  );
}
