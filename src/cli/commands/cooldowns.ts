import type { Answer, Args, Command, Context } from "../command.ts";
import { GATEWAY_FLAG } from "../gateway-flag.ts";
import { instant } from "../instant.ts";
import { table } from "../table.ts";

interface Cooldowns {
  readonly cooldowns: readonly { readonly target: string; readonly until: string }[];
}

/** `understudy cooldowns` */
export const cooldownsCommand: Command = {
  name: "cooldowns",
  summary: "Targets that the running gateway leaves alone for a while, after failures in a row or a rate limit",
  flags: [GATEWAY_FLAG],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const { cooldowns } = (await context.gateway(args.text("url")).call("GET", "/api/cooldowns")) as Cooldowns;
  return {
    json: { cooldowns },
    text: (terminal) =>
      cooldowns.length === 0
        ? "No target is cooling down.\n"
        : table(
            terminal,
            [{ title: "target", shrinkTo: 16 }, { title: "until (UTC)" }],
            cooldowns.map(({ target, until }) => [target, instant(Date.parse(until))]),
          ),
  };
}
