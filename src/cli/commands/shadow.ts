import type { Command } from "../command.ts";
import { mirrorCommand } from "../mirror-commands.ts";
import { SHADOW_FLAGS } from "../shadow-flags.ts";
import { SHADOW_RUN_COMMANDS } from "../shadow-runs.ts";

/** `understudy shadow` */
export const shadowCommand: Command = {
  name: "shadow",
  summary: "Ask a second provider what a pack asks the first, and tell what would break",
  description:
    "The pack is checked against --provider as `understudy check` does; then the shadow is asked the very same, without secrets, and both answers are compared under the contracts. " +
    "Nothing that becomes of the shadow changes the primary's result or the exit code, unless --gate lets the verdict decide: 1 on needs_review. " +
    "Keys: REPLAYCI_PROVIDER_KEY and REPLAYCI_SHADOW_PROVIDER_KEY, else the providers' own. The run is stored in --data, or with REPLAYCI_API_KEY pushed to REPLAYCI_API_URL.",
  flags: SHADOW_FLAGS,
  subcommands: [...SHADOW_RUN_COMMANDS, mirrorCommand],
  examples: [
    {
      command:
        "understudy shadow --pack packs/support --provider openai --model gpt-4o-mini --shadow-provider anthropic --shadow-model claude-sonnet-4-5",
      note: "What would break?",
    },
    {
      command:
        "understudy shadow --pack packs/support --provider openai --model gpt-4o-mini --shadow-provider openai --shadow-model gpt-4o --repeat 3 --gate review",
      note: "Two models of one provider, three trials of each case, exit code 1 where one would be lost",
    },
  ],
  // The parts that call are loaded where somebody is called.
  run: async (context, args) => (await import("../shadow-run.ts")).runShadowMode(context, args),
};
