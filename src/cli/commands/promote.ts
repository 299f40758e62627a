import { askedWatch, type WatchBody } from "../../actions/promote/watch/asked-watch.ts";
import { promote } from "../../actions/promote/promote.ts";
import type { Promotion } from "../../actions/promote/promotion.ts";
import { namedPolicy } from "../../actions/policy-reference.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { guardedParts } from "../control-parts.ts";
import { GATEWAY_FLAG } from "../gateway-flag.ts";
import { promotionText } from "../promotion-text.ts";
import { WATCH_FLAGS, watchOf } from "../watch-flags.ts";

/** `understudy promote ID` */
export const promoteCommand: Command = {
  name: "promote",
  summary: "Let the candidate of an experiment serve live traffic",
  description:
    "Prints what changes, stores the candidate as a new config version and attaches it. With --percent it serves a share: what serves now becomes the other arm of a split, and promoting again with another percentage moves users only between the two. Where a gateway runs, it is asked first whether it can serve the candidate.",
  positionals: [{ name: "ID", description: "Of the experiment: sim_..." }],
  flags: [
    {
      name: "to",
      value: "SCOPE",
      description: "project:NAME or endpoint:NAME (default: the only one in the experiment's window)",
    },
    { name: "percent", value: "P", description: "Share of the requests; all unless given", expects: "number" },
    { name: "name", value: "ARM", description: "Name of the candidate's arm (default: ID_candidate)" },
    {
      name: "control",
      value: "POLICY",
      description: "The other arm where nothing is attached: a policy file, a config, or single:MODEL:PROVIDER",
    },
    { name: "as", value: "NAME", description: "Name of the config (default: that of what is attached, else ID)" },
    ...WATCH_FLAGS,
    { name: "dry-run", description: "Show what would change, and change nothing" },
    { name: "force", description: "Promote what the experiment decided against" },
    GATEWAY_FLAG,
  ],
  examples: [
    {
      command: "understudy promote sim_0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f --percent 10",
      note: "A tenth of the users first",
    },
    {
      command:
        "understudy promote sim_0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f --percent 50 --watch 24h --max-error-rate 0.02 --auto-rollback",
      note: "Half of them, and back by itself where it surely fails more than 2 %",
    },
    {
      command: "understudy promote sim_0198c5a2-7b1e-7c3d-9f10-2a4b6c8d0e1f --to endpoint:support",
      note: "All requests of one endpoint",
    },
  ],
  run,
};

interface Asked {
  readonly to: string | null;
  readonly percent: number | null;
  readonly arm: string | null;
  readonly as: string | null;
  readonly control: Policy | null;
  readonly force: boolean;
  readonly watch: WatchBody | null;
}

async function run(context: Context, args: Args): Promise<Answer> {
  const [id] = args.positionals as [string];
  const control = args.text("control");
  const asked: Asked = {
    to: args.text("to") ?? null,
    percent: args.number("percent") ?? null,
    arm: args.text("name") ?? null,
    as: args.text("as") ?? null,
    control: control === undefined ? null : namedPolicy(control, context.store({ readOnly: true }).control).policy,
    force: args.on("force"),
    watch: watchOf(args),
  };
  const dryRun = args.on("dry-run");
  const promotion =
    (await throughGateway(context, args, id, { ...asked, dry_run: dryRun })) ??
    (await here(context, id, asked, dryRun));
  return {
    json: promotion,
    text: (terminal) => promotionText(promotion, terminal, context.dataFolder),
  };
}

/** Null where no gateway runs: then the store is written to from here. */
async function throughGateway(context: Context, args: Args, id: string, body: object): Promise<Promotion | null> {
  const url = args.text("url");
  try {
    const path = `/api/experiments/${encodeURIComponent(id)}/promote`;
    return (await context.gateway(url).call("POST", path, body)) as Promotion;
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== "gateway_unreachable" || url !== undefined) throw error;
    return null;
  }
}

async function here(context: Context, id: string, asked: Asked, dryRun: boolean): Promise<Promotion> {
  const parts = await guardedParts(context);
  const store = context.store();
  const watch = asked.watch === null ? null : askedWatch(asked.watch);
  return promote({ ...parts, store, checkServed: null }, { ...asked, experiment: id, dryRun, watch });
}
