import type { Answer, Args, Command, Context } from "../command.ts";
import { GATEWAY_FLAG } from "../gateway-flag.ts";

/** `understudy login` */
export const loginCommand: Command = {
  name: "login",
  summary: "Print a link that signs a browser in to the dashboard of the running gateway, once",
  flags: [GATEWAY_FLAG],
  examples: [{ command: "understudy login", note: "a new link; each is good for 15 minutes" }],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const gateway = context.gateway(args.text("url"));
  const { path } = (await gateway.call("POST", "/api/login-links")) as { readonly path: string };
  const url = new URL(path, gateway.url).href;
  return { json: { url }, text: () => `Open this within 15 minutes; it works once:\n  ${url}\n` };
}
