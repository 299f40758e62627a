import { OperatorError } from "../core/errors.ts";
import { CHECK_FLAGS } from "./check-flags.ts";
import type { Args, Flag } from "./command.ts";
import { BASE_FLAG, OUTPUT_FLAGS } from "./output-flags.ts";

export const DEFAULT_DEADLINE_MS = "600000";

/** What a shadow run takes: all that a check does, and who the shadow is. */
export const SHADOW_FLAGS: readonly Flag[] = [
  ...CHECK_FLAGS,
  {
    name: "shadow-capture",
    description: "Shadow mode, as ReplayCI's command line asks for it: `understudy shadow` is one with or without",
  },
  {
    name: "shadow-provider",
    value: "NAME",
    description: "Who is asked the same: openai, anthropic, another provider, one of understudy.yaml, mock, or log",
  },
  { name: "shadow-model", value: "MODEL", description: "The shadow provider's model" },
  {
    name: "shadow-timeout-ms",
    value: "MS",
    description: "Time for all of the shadow's answers together; what is late is not compared",
    default: DEFAULT_DEADLINE_MS,
    expects: "count",
  },
  {
    name: "redact",
    value: "KIND",
    description: "Taken out of requests before they are captured, and of answers, beside keys, tokens and passwords",
    choices: ["pii"],
    repeatable: true,
  },
  {
    name: "gate",
    value: "GATE",
    description:
      "Let the verdict decide over the exit code too: review = 1 on needs_review; strict = on needs_better_evidence as well",
    choices: ["review", "strict"],
  },
  {
    name: "margin",
    value: "SHARE",
    description: "How much of the success rate may be lost: what label, verdict and decision are made with",
    default: "0.05",
    expects: "number",
  },
  ...OUTPUT_FLAGS,
  BASE_FLAG,
];

/** The shadow of the flags. Throws `usage`. */
export function shadowSideOf(args: Args): { readonly provider: string; readonly model: string } {
  const [provider, model] = [args.text("shadow-provider"), args.text("shadow-model")];
  if (provider === undefined || model === undefined) {
    const missing = [
      provider === undefined ? "--shadow-provider" : [],
      model === undefined ? "--shadow-model" : [],
    ].flat();
    throw new OperatorError("usage", `a shadow run needs ${missing.join(" and ")}`, {
      field: missing[0] ?? "",
      hint: "For example: --shadow-provider anthropic --shadow-model claude-sonnet-4-5.",
    });
  }
  if (provider === "recorded")
    throw new OperatorError("usage", "recordings cannot be a shadow: they hold no other answer", {
      field: "--shadow-provider",
      hint: "Name a provider, or log: what a model answered to the same requests in the log of --data.",
    });
  return { provider, model };
}

/** Above 0, below 1. Throws `usage`. */
export function marginOf(args: Args): number {
  const margin = args.number("margin") ?? 0.05;
  if (margin > 0 && margin < 1) return margin;
  throw new OperatorError("usage", `--margin does not take ${margin}`, {
    field: "--margin",
    hint: "Expected a share above 0 and below 1, such as 0.05 for five of a hundred.",
  });
}
