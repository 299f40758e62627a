import { OperatorError } from "../core/errors.ts";
import type { Args, Flag } from "./command.ts";
import { DEPLOYMENT_FLAGS } from "./deployment-flags.ts";

/** Flags of a simulation that makes some calls. */
export const PILOT_FLAGS: readonly Flag[] = [
  {
    name: "pilot",
    value: "N",
    description:
      "Call the candidate for so many rows whose answers the log does not hold, and learn from them what the others cost",
    expects: "count",
  },
  { name: "resume", value: "ID", description: "Go on with a pilot of this policy that was cut off: plt_..." },
  { name: "max-spend", value: "USD", description: "What --pilot may spend at most", expects: "number" },
  {
    name: "concurrency",
    value: "N",
    description: "Calls of --pilot at a time, at most 64",
    default: "16",
    expects: "count",
  },
  { name: "actor", value: "NAME", description: "Who asks for --pilot, for the audit log", default: "cli" },
  { name: "yes", description: "Do not ask before calling" },
  ...DEPLOYMENT_FLAGS,
];

/** A new pilot, or one to go on with. */
export type PilotAsked = { readonly calls: number; readonly cap_usd: number } | { readonly resume: string };

/** What --pilot and --max-spend say together; null where no pilot is asked for. */
export function pilotOf(args: Args): PilotAsked | null {
  const calls = args.number("pilot");
  const cap = args.number("max-spend");
  const resume = args.text("resume");
  if (resume !== undefined) {
    if (calls === undefined && cap === undefined) return { resume };
    throw new OperatorError("usage", "a pilot goes on with the calls and the cap it began with", { field: "--resume" });
  }
  if (calls === undefined) {
    if (cap === undefined) return null;
    throw new OperatorError("usage", "nothing is spent without a pilot", {
      field: "--max-spend",
      hint: "Say how many calls it may make: --pilot 50.",
    });
  }
  if (cap === undefined)
    throw new OperatorError("usage", "a pilot spends money, and nothing says how much", {
      field: "--max-spend",
      hint: "Name the most it may spend, in USD: --max-spend 0.5. Nothing is called before you agree.",
    });
  return { calls, cap_usd: cap };
}
