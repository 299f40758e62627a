import { windowBounds } from "../actions/window.ts";
import type { ShadowFilter } from "../store/shadow.ts";
import type { Args, Context, Flag } from "./command.ts";
import { TIME_FLAGS, timeOf } from "./window-flags.ts";

/** Which runs: those of a slice of time, of a project, of a pair. */
export const RUN_FILTER_FLAGS: readonly Flag[] = [
  ...TIME_FLAGS,
  { name: "project", value: "NAME", description: "Runs of this project" },
  { name: "endpoint", value: "NAME", description: "Runs of this endpoint" },
  { name: "primary", value: "TARGET", description: "Runs of this primary: model:provider" },
  { name: "candidate", value: "TARGET", description: "Runs of this shadow: model:provider" },
];

/** The filter of `RUN_FILTER_FLAGS`. Throws `window_invalid`. */
export function runFilterOf(context: Context, args: Args): ShadowFilter {
  return {
    ...windowBounds(timeOf(args), context.now(), null),
    project: args.text("project"),
    endpoint: args.text("endpoint"),
    primary: args.text("primary"),
    candidate: args.text("candidate"),
  };
}
