import { parseDeployment, type Deployment } from "../../actions/deployment.ts";
import { daysText, retentionRules, type RetentionRules } from "../../actions/retention.ts";
import type { Args, Command, Context } from "../command.ts";
import { deploymentOf, DEPLOYMENT_FLAGS } from "../deployment-flags.ts";
import type { RunningGateway } from "../world.ts";

/** While another process writes, requests wait no longer than this: what was to be stored waits instead. */
const BUSY_MS = 500;

/** `understudy up` */
export const upCommand: Command = {
  name: "up",
  summary: "Start the gateway: point a client's base URL at it, and every request is served and logged",
  description:
    "Reads understudy.yaml where there is one; without providers in it, those whose API key stands in the environment are used. " +
    "Listens on this machine only unless --host says otherwise. The first start makes an admin key and shows it once. " +
    "Ctrl-C or SIGTERM stops it: requests under way are finished, and every row is written.",
  flags: [
    ...DEPLOYMENT_FLAGS,
    { name: "host", value: "ADDRESS", description: "address to listen on (default: 127.0.0.1)" },
    {
      name: "port",
      value: "PORT",
      description: "port to listen on; 0 = any free one (default: 4141)",
      expects: "number",
    },
  ],
  examples: [
    { command: "understudy up --mock", note: "Try it without any provider" },
    { command: "OPENAI_API_KEY=... understudy up", note: "Serve OpenAI's models" },
  ],
  run,
};

/** The deployment, listening where the flags say. */
function listening(args: Args): { readonly configFile: string | null; readonly deployment: Deployment } {
  const { file, deployment } = deploymentOf(args);
  const server = {
    ...deployment.server,
    host: args.text("host") ?? deployment.server.host,
    port: args.number("port") ?? deployment.server.port,
  };
  return { configFile: file, deployment: parseDeployment({ ...deployment, server }, file) };
}

async function run(context: Context, args: Args): Promise<undefined> {
  // Listened for from the beginning: whoever starts a gateway may stop it at once.
  const asked = context.stopAsked();
  const gateway = await context.startGateway({
    dataFolder: context.dataFolder,
    store: context.store({ busyMilliseconds: BUSY_MS }),
    prices: context.prices(),
    pricesFile: context.pricesFile,
    ...listening(args),
    mock: args.on("mock"),
  });
  const kept = retentionRules(context.store().control);
  await context.writeBytes(
    context.json
      ? `${JSON.stringify({ ...documentOf(gateway), retention_days: kept })}\n`
      : textOf(gateway, args.on("mock"), keptText(kept)),
  );
  await asked;
  await gateway.stop();
  return undefined;
}

function documentOf({ url, firstKey, loginUrl, providers }: RunningGateway): object {
  return { url, first_key: firstKey, login_url: loginUrl, providers };
}

/** How long rows are kept, where projects differ from the default by name. */
function keptText({ default: days, projects }: RetentionRules): string {
  const others = Object.entries(projects).filter(([, own]) => own !== days);
  const named = others.map(([name, own]) => `; project ${name}: ${daysText(own)}`).join("");
  return `Logged requests are kept ${daysText(days)}${named}. Imports stay.\n`;
}

function textOf({ url, firstKey, loginUrl, providers }: RunningGateway, mock: boolean, kept: string): string {
  const key = firstKey ?? "$UNDERSTUDY_KEY";
  const model = mock ? "gpt-4o-mini:mock" : "gpt-4o-mini";
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Where is my order?" }] });
  return [
    `Listening on ${url}, providers: ${providers.length === 0 ? "none (set OPENAI_API_KEY or another, write understudy.yaml, or use --mock)" : providers.join(", ")}\n`,
    kept,
    ...(firstKey === null
      ? []
      : [`\nFirst start. The admin key, shown this once:\n  ${firstKey}\nOr log in within 15 minutes: ${loginUrl}\n`]),
    `\nTry it:\n  curl ${url}/v1/chat/completions -H "Authorization: Bearer ${key}" -H "content-type: application/json" -d '${body}'\n`,
    `Clients: base URL ${url}/v1. Stop with Ctrl-C.\n`,
  ].join("");
}
