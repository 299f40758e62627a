import { experimentOutcome } from "../actions/promote/experiment-outcome.ts";
import type { Command } from "./command.ts";
import { outcomeText } from "./outcome-text.ts";

/** `understudy experiment outcome ID` */
export const outcomeCommand: Command = {
  name: "outcome",
  summary: "Hold what an experiment said of its candidate against what the promoted candidate really did",
  description:
    "Takes every request that the candidate served since it was promoted, its arm alone where it had a share, projects it with what the experiment knew and nothing that came later, and compares: cost, latency, errors, routes, and how many hours or days lay inside the projection's band. Calls nobody.",
  positionals: [{ name: "ID", description: "Of a promoted experiment: sim_..." }],
  run(context, args) {
    const outcome = experimentOutcome(
      context.store({ readOnly: true }),
      context.prices(),
      args.positionals[0] as string,
      context.now(),
    );
    return { json: outcome, text: (terminal) => outcomeText(outcome, terminal) };
  },
};
