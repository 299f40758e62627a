import { askedMirror, type MirrorBody } from "../actions/mirror/asked-mirror.ts";
import { addMirror, MIRROR_DEFAULTS } from "../actions/mirror/mirrors.ts";
import { shownMirror } from "../actions/mirror/shown-mirror.ts";
import { readPack } from "../actions/packs/read-pack.ts";
import { namedPolicy } from "../actions/policy-reference.ts";
import { OperatorError } from "../core/errors.ts";
import { fraction } from "./fraction.ts";
import { seconds } from "./seconds.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { controlParts } from "./control-parts.ts";
import { GATEWAY_FLAG } from "./gateway-flag.ts";
import { throughGateway } from "./mirror-gateway.ts";
import { mirrorText } from "./mirror-text.ts";
import { typed } from "./typed.ts";

const { timeout_ms: TIMEOUT, concurrency: CONCURRENCY } = MIRROR_DEFAULTS;

export const addMirrorCommand: Command = {
  name: "add",
  summary: "Ask a share of live traffic of a candidate as well, once its callers are answered",
  description:
    "The gateway makes the calls, apart from those of callers, up to the cap of a UTC day. Where a gateway runs, it is asked first whether it can serve the candidate.",
  flags: [
    { name: "endpoint", value: "NAME", description: "Mirror this endpoint (default: all of the project)" },
    { name: "project", value: "NAME", description: "The project whose traffic is mirrored", default: "default" },
    {
      name: "policy",
      value: "POLICY",
      description: "The candidate: a policy file, a config, JSON, or single:MODEL:PROVIDER",
    },
    { name: "share", value: "SHARE", description: "Of the requests: 5% or 0.05" },
    { name: "max-usd-per-day", value: "USD", description: "What the candidate may cost a UTC day", expects: "number" },
    {
      name: "timeout",
      value: "TIME",
      description: "A candidate that takes longer has failed",
      default: `${TIMEOUT / 1_000}s`,
    },
    {
      name: "concurrency",
      value: "N",
      description: "Requests at a time",
      expects: "count",
      default: String(CONCURRENCY),
    },
    { name: "pack", value: "DIR", description: "Contracts that both answers are held against" },
    GATEWAY_FLAG,
  ],
  examples: [
    {
      command:
        "understudy shadow mirror add --endpoint support --policy single:gpt-4o-mini:openai --share 5% --max-usd-per-day 5",
      note: "A twentieth of an endpoint's requests",
    },
    {
      command:
        "understudy shadow mirror add --project shop --policy cheaper --share 20% --max-usd-per-day 10 --pack packs/shop",
      note: "A fifth of a project's, under contracts",
    },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const body = bodyOf(context, args);
  const added = await throughGateway(context, args, "POST", "/api/mirrors", body);
  const mirror = added ?? here(context, body);
  const alone = added === null ? "No gateway runs over this data folder: the mirror begins with the next one.\n" : "";
  return {
    json: mirror,
    text: (terminal) =>
      `${mirrorText(mirror, terminal)}\n${alone}Next: ${typed(["shadow", "mirror", "show", mirror.id], context.dataFolder)}\n`,
  };
}

function here(context: Context, body: MirrorBody): ReturnType<typeof shownMirror> {
  const parts = controlParts(context);
  const asked = askedMirror(parts.control, body);
  return shownMirror(parts.control, addMirror({ ...parts, checkServed: null }, asked), context.now());
}

function bodyOf(context: Context, args: Args): MirrorBody {
  const reference = needed(
    args.text("policy"),
    "--policy",
    "The candidate: a policy file, a config, or single:MODEL:PROVIDER.",
  );
  const share = needed(args.text("share"), "--share", "How much of the traffic: --share 5%.");
  const cap = needed(
    args.number("max-usd-per-day"),
    "--max-usd-per-day",
    "What it may cost a day, in USD: --max-usd-per-day 5.",
  );
  const named = namedPolicy(reference, context.store().control);
  const folder = args.text("pack");
  const pack = folder === undefined ? null : readPack(folder);
  return {
    project: args.text("project") as string,
    endpoint: args.text("endpoint") ?? null,
    policy: named.version === null ? named.policy : `${named.name}@${named.version}`,
    name: named.file,
    share: fraction(share, "--share"),
    max_usd_per_day: cap,
    timeout_ms: seconds(args.text("timeout") as string, "--timeout"),
    concurrency: args.number("concurrency"),
    pack: pack === null ? null : { name: pack.name, hash: pack.hash, contracts: pack.contracts },
  };
}

function needed<T>(value: T | undefined, field: string, hint: string): T {
  if (value === undefined) throw new OperatorError("usage", `${field} is missing`, { field, hint });
  return value;
}
