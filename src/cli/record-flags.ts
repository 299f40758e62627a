import type { ImportOptions } from "../actions/import/options.ts";
import { OperatorError } from "../core/errors.ts";
import type { Store } from "../store/control.ts";
import type { Args, Context, Flag } from "./command.ts";
import { pairOf } from "./window-flags.ts";

/** What becomes of records that come from elsewhere: shared by the commands that bring them in. */
export const RECORD_FLAGS: readonly Flag[] = [
  { name: "project", value: "NAME", description: "Project of rows whose record names none", default: "default" },
  {
    name: "outcome",
    value: "NAME=PATH",
    description:
      "Keep a score or label of each record as an outcome, for example valid=metadata.requester_metadata.valid",
    repeatable: true,
  },
  {
    name: "check",
    description:
      "Read and report, but store nothing: rows, what they can be used for, models without a price, time range, duplicates",
  },
];

/** Throws `usage`. */
export function recordOptions(args: Args): Pick<ImportOptions, "project" | "outcomes"> {
  const outcomes = args.list("outcome").map((text) => {
    const [name, path] = pairOf(text, "--outcome", "NAME=PATH, for example valid=metadata.requester_metadata.valid");
    return { name, path };
  });
  return { project: args.text("project") ?? "default", outcomes };
}

/** A check needs no store; where there is one, it says what is in it already. */
export function storeIfAny(context: Context): Store | null {
  try {
    return context.store({ readOnly: true });
  } catch (error) {
    if (error instanceof OperatorError && error.code === "store_missing") return null;
    throw error;
  }
}
