import type { Asking } from "../actions/asking/ask-target.ts";
import { spendCap, type SpendCap } from "../actions/asking/spend-cap.ts";
import { captureRecordings } from "../actions/check/capture-recordings.ts";
import { checkLive, type CheckRequest, type CheckRun } from "../actions/check/run-check.ts";
import type { CapturedTrial } from "../actions/check/run-live.ts";
import { settleByEmbeddings } from "../actions/check/settle-by-embeddings.ts";
import { settleByJudge } from "../actions/check/settle-by-judge.ts";
import { settlingBy, type Settler, type Settling } from "../actions/check/settling.ts";
import type { Deployment } from "../actions/deployment.ts";
import { OperatorError } from "../core/errors.ts";
import { splitTarget, target as targetOf, type Target } from "../core/target.ts";
import type { Args, Context } from "./command.ts";
import { counted } from "./counts.ts";
import { deploymentOf } from "./deployment-flags.ts";
import { capOf } from "./measure-flags.ts";
import { usd } from "./money.ts";
import type { Progress } from "./progress.ts";

/** Where a key may stand that goes before the provider's own variable. */
export const PROVIDER_KEY = "REPLAYCI_PROVIDER_KEY";

/** Whom to ask what contracts leave open. */
const SETTLING_FLAGS = ["judge", "embeddings"] as const;

/** Everything a live check asks with, connected. */
export interface OpenCheck {
  readonly asking: Asking;
  readonly judge: Settling | null;
  readonly deployment: Deployment;
  /** Of --max-spend, for all calls together; null = none. */
  readonly cap: SpendCap | null;
}

/** Connects by the flags of `CHECK_FLAGS`. Throws `provider_unknown`, `provider_key_missing`, `price_unknown`, `cap_invalid`, `usage`. */
export async function openCheck(context: Context, args: Args, request: CheckRequest): Promise<OpenCheck> {
  const { deployment } = deploymentOf(args);
  const flags = ["max-spend", ...SETTLING_FLAGS];
  const cap = flags.every((flag) => args.text(flag) === undefined) ? null : spendCap(capOf(args));
  const { provider, model } = request;
  const key = context.environment(PROVIDER_KEY) || null;
  const target = targetOf(model ?? "", provider);
  if (cap !== null) refuseUnpriced(context, target);
  const asking = await context.asking({ provider, model: model ?? "", key }, deployment, cap);
  const judge = await settlingOf(context, args, { deployment, cap, key: (name) => (name === provider ? key : null) });
  return { asking, judge, deployment, cap };
}

/** Asks the provider of a request, with a progress bar. Throws before anything is sent what `openCheck` does. */
export async function liveCheck(
  context: Context,
  args: Args,
  request: CheckRequest,
  open?: OpenCheck,
): Promise<CheckRun> {
  const { asking, judge, cap } = open ?? (await openCheck(context, args, request));
  const { provider } = request;
  const signal = context.interruption();
  let bar: Progress | null = null;
  const run = await checkLive(
    request,
    {
      asking,
      judge,
      signal,
      onProgress(done, total, cost) {
        bar ??= context.progress({ label: "check", total, unit: "answers" });
        bar.update(done, usd(cost));
      },
    },
    () => context.now(),
  );
  (bar as Progress | null)?.done();
  const written = args.on("capture-recordings") ? captureRecordings(request.pack, run.captured) : null;
  const notes = [
    ...run.report.notes,
    ...droppedNotes(run.captured, provider),
    ...(cap?.reached() === true ? [`the cap of ${usd(cap.usd)} left no room for more calls`] : []),
    ...(written === null ? [] : [`${counted(written.length, "recording")} written into ${request.pack.folder}`]),
  ];
  return { ...run, report: { ...run.report, notes } };
}

interface SettlingSetup {
  readonly deployment: Deployment;
  readonly cap: SpendCap | null;
  /** Given by value for this provider. */
  readonly key: (provider: string) => string | null;
}

async function settlingOf(
  context: Context,
  args: Args,
  { deployment, cap, key }: SettlingSetup,
): Promise<Settling | null> {
  const settlers: Settler[] = [];
  for (const flag of SETTLING_FLAGS) {
    const target = args.text(flag);
    if (target === undefined) continue;
    const parts = splitTarget(target);
    if (parts === null)
      throw new OperatorError("usage", `--${flag} does not take ${JSON.stringify(target)}`, {
        field: `--${flag}`,
        hint: "Expected MODEL:PROVIDER, such as gpt-4o-mini:openai.",
      });
    refuseUnpriced(context, target);
    const asking = await context.asking({ ...parts, key: key(parts.provider) }, deployment, cap);
    settlers.push(
      flag === "judge"
        ? settleByJudge({ asking, judge: target, nonce: () => context.secret() })
        : settleByEmbeddings(asking, target),
    );
  }
  return settlingBy(settlers);
}

/** The mock costs what the models do that it plays, and the log nothing. */
const PRICED_OTHERWISE: ReadonlySet<string> = new Set(["mock", "log"]);

/** What has no price cannot be kept under a cap. */
export function refuseUnpriced(context: Context, target: Target): void {
  if (PRICED_OTHERWISE.has(splitTarget(target)?.provider ?? "") || context.prices().card(target) !== null) return;
  throw new OperatorError("price_unknown", `no price is known of ${target}: its calls cannot be kept under a cap`, {
    hint: "Give its prices in a price file (--prices), or leave --max-spend out.",
  });
}

/** Fields that translation could not carry, once each. */
function droppedNotes(captured: readonly CapturedTrial[], provider: string): readonly string[] {
  const names = new Set(captured.flatMap(({ answered }) => answered.dropped));
  return names.size === 0 ? [] : [`${provider} was not told ${[...names].join(", ")}: it has nothing of the kind`];
}
