import { checkedWindow, parseDuration, parseInstant, windowBounds } from "../actions/window.ts";
import type { ShadowFilter } from "../store/shadow.ts";
import type { Args, Context, Flag } from "./command.ts";
import { WINDOW_FLAGS } from "./window-flags.ts";

/** Which runs: those of a slice of time, of a project, of a pair. */
export const RUN_FILTER_FLAGS: readonly Flag[] = [
  ...WINDOW_FLAGS.filter(({ name }) => name !== "newest"),
  { name: "project", value: "NAME", description: "Runs of this project" },
  { name: "endpoint", value: "NAME", description: "Runs of this endpoint" },
  { name: "primary", value: "TARGET", description: "Runs of this primary: model:provider" },
  { name: "candidate", value: "TARGET", description: "Runs of this shadow: model:provider" },
];

/** The filter of `RUN_FILTER_FLAGS`. Throws `window_invalid`. */
export function runFilterOf(context: Context, args: Args): ShadowFilter {
  const [last, from, to] = [args.text("last"), args.text("from"), args.text("to")];
  const window = checkedWindow({
    ...(last === undefined ? {} : { last: parseDuration(last, "--last") }),
    ...(from === undefined ? {} : { from: parseInstant(from, "--from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "--to") }),
  });
  return {
    ...windowBounds(window, context.now(), null),
    project: args.text("project"),
    endpoint: args.text("endpoint"),
    primary: args.text("primary"),
    candidate: args.text("candidate"),
  };
}
