import { demo, DEMO_CONFIG, DEMO_POLICY } from "../../actions/demo.ts";
import { counted } from "../counts.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { simulationText } from "../simulation-text.ts";
import { explanationText } from "../trace-text.ts";
import { typed } from "../typed.ts";

/** `understudy demo` */
export const demoCommand: Command = {
  name: "demo",
  summary: "Make a week of sample traffic, replay a cheaper policy over it, and show the difference",
  description:
    "The traffic is sample data: requests of a made-up support desk, answered by the mock provider. Nothing is sent anywhere. " +
    "A shadow run over some of these requests, the mock on both sides, is recorded beside. " +
    "A store that holds real rows is refused; run again, the demo uses the sample week that is there.",
  examples: [{ command: "understudy demo --data understudy-demo", note: "In a folder of its own" }],
  run,
};

async function run(context: Context, _args: Args): Promise<Answer> {
  const store = context.store();
  const prices = context.prices();
  const { made, result, explanation, shadow } = await demo(store, prices, {
    now: context.now(),
    newId: () => context.newId(),
    send: context.sampleSend(),
  });
  const { dataFolder } = context;
  const next = [
    typed(["explain", explanation.trace.request_id, "--policy", DEMO_CONFIG], dataFolder),
    typed(["logs"], dataFolder),
    typed(["shadow", "pairs"], dataFolder),
    typed(["simulate", "--newest", "--last", "7d", "--policy", "single:gpt-4o-mini:openai"], dataFolder),
  ];
  return {
    json: { sample_data: true, made, policy: DEMO_POLICY, result, trace: explanation.trace, shadow },
    text: (terminal) => {
      const { colors } = terminal;
      const week =
        made === 0
          ? "The sample week is there already; it is used as it is."
          : `Made ${counted(made, "row")} of sample traffic through the mock provider.`;
      return [
        `${colors.bold(colors.yellow("SAMPLE DATA"))} ${week} No provider was called.\n`,
        `The candidate, as a policy file would say it:\n  ${JSON.stringify(DEMO_POLICY)}\n`,
        simulationText(result, [], terminal).trimEnd() + "\n",
        `One request, explained:\n\n${explanationText(explanation, terminal)}`,
        next.map((command) => `${colors.dim("next")} ${command}\n`).join(""),
      ].join("\n");
    },
  };
}
