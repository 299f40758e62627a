import { checkRecorded, RECORDED, type CheckRequest, type CheckRun } from "../actions/check/run-check.ts";
import { checkAnswer } from "../actions/check/run-live.ts";
import type { Asking } from "../actions/asking/ask-target.ts";
import type { AskFailure } from "../actions/shadow/ask-shadow.ts";
import { ciSource } from "../actions/shadow/ci-source.ts";
import { runShadow } from "../actions/shadow/run-shadow.ts";
import { splitTarget, target as targetOf } from "../core/target.ts";
import type { CheckReport } from "../contracts/check-report.ts";
import type { ShadowPipeline } from "../shadow/index.ts";
import { readBase, readOutputs, toStdout } from "./output-flags.ts";
import { withOutputs, writeAhead } from "./write-outputs.ts";
import { nextAfterCheck } from "./check-next.ts";
import { checkRequestOf } from "./check-request.ts";
import { checkText } from "./check-text.ts";
import type { Answer, Args, Context } from "./command.ts";
import { deploymentOf } from "./deployment-flags.ts";
import { liveCheck, openCheck, refuseUnpriced, type OpenCheck } from "./live-check.ts";
import { marginOf, shadowSideOf } from "./shadow-flags.ts";
import { keepRun } from "./shadow-keeping.ts";
import { usd } from "./money.ts";
import { pipelineText } from "./shadow-pipeline-text.ts";
import { connectSides, shadowSide } from "./shadow-sides.ts";

/** The provider that plays the log. */
const LOG = "log";

/** Checks a pack against the primary, then asks the shadow the same and compares. What becomes of the shadow changes nothing of the check. */
export async function runShadowMode(context: Context, args: Args): Promise<Answer> {
  const named = shadowSideOf(args);
  const [outputs, base] = [readOutputs(args, context), await readBase(args)];
  const margin = marginOf(args);
  const request = checkRequestOf(args);
  if (request.provider === RECORDED)
    return recordedOnly(context, request, (report, answer) =>
      withOutputs(context, outputs, { report, base, shadow: null }, answer),
    );
  const side = shadowSide(request.provider, named, (name) => context.environment(name));
  const candidate = targetOf(side.model, side.provider);
  const gate = await context.securityGate([
    "secrets",
    ...(args.list("redact").includes("pii") ? (["pii"] as const) : []),
  ]);
  const { primary, shadow } = await connectSides(
    () => openCheck(context, args, request),
    (open) => {
      const cap = open?.cap ?? null;
      if (cap !== null) refuseUnpriced(context, candidate);
      return context.asking(side, open?.deployment ?? deploymentOf(args).deployment, cap);
    },
    side,
  );
  const run = await liveCheck(context, args, request, primary);
  const checked = checkAnswerOf(context, run.report);
  const alone = { report: run.report, base, shadow: null };
  if (context.interruption().aborted) return withOutputs(context, outputs, alone, { ...checked, exit: 130 });
  // Whoever waits for the primary's result has it, however long the shadow takes.
  await writeAhead(context, outputs, alone);
  if (!context.json && !toStdout(outputs)) await context.writeBytes(`${checked.text(context.stdout)}\n`);
  const shadowed: Shadowed = {
    request,
    run,
    open: primary,
    shadow,
    candidate,
    margin,
    deadline: args.number("shadow-timeout-ms") ?? 0,
  };
  const pipeline = await shadowPipeline(context, shadowed, gate);
  return withOutputs(
    context,
    outputs,
    { ...alone, shadow: pipeline },
    {
      json: { ...run.report, shadow_pipeline: pipeline },
      exit: context.interruption().aborted ? 130 : exitCode(run.report, pipeline, args.text("gate")),
      text: (terminal) =>
        pipelineText(pipeline, { primary: primaryOf(request), candidate }, terminal, context.dataFolder),
    },
  );
}

interface Shadowed {
  readonly request: CheckRequest;
  readonly run: CheckRun;
  readonly open: OpenCheck;
  readonly shadow: Asking | AskFailure;
  readonly candidate: string;
  readonly margin: number;
  /** ms */
  readonly deadline: number;
}

async function shadowPipeline(
  context: Context,
  { request, run, open, shadow, candidate, margin, deadline }: Shadowed,
  gate: Awaited<ReturnType<Context["securityGate"]>>,
): Promise<ShadowPipeline> {
  const { pack, repeat, concurrency, provider } = request;
  const stopped = context.interruption();
  const settle = open.judge?.settle ?? null;
  const created_at = context.now();
  const bar = context.progress({ label: "shadow", total: run.captured.length, unit: "answers" });
  let done = 0;
  const pipeline = await runShadow(
    {
      primary: open.asking,
      shadow,
      shadowTarget: candidate,
      gate,
      // Several trials of each case say themselves how often it fails, and a log never changes its mind.
      askAgain: {
        primary: repeat === 1 && provider !== LOG,
        shadow: repeat === 1 && splitTarget(candidate)?.provider !== LOG,
      },
      neverNormalize: pack.never_normalize,
      check: (unit, answered) => checkAnswer({ settle, signal: stopped }, unit, answered),
      now: () => context.now(),
      concurrency,
      deadline_ms: deadline,
      stopped,
      margin,
      runId: `shr_${context.newId()}`,
      judgeCost: () => open.judge?.cost() ?? (open.judge === null ? 0 : null),
      notes: () =>
        open.cap?.reached() === true ? [`the cap of ${usd(open.cap.usd)} left no room for more calls`] : [],
      onPair: () => bar.update((done += 1)),
      persist: ({ run_id: id, summary, comparisons }) =>
        keepRun(
          context,
          {
            id,
            origin: "cli",
            created_at,
            finished_at: context.now(),
            project: null,
            endpoint: null,
            mirror: null,
            pack: { name: pack.name, hash: pack.hash },
            primary: primaryOf(request),
            candidate,
            repeat,
            source: ciSource((name) => context.environment(name)),
            summary,
          },
          comparisons,
          deadline,
        ),
    },
    run.captured,
  );
  bar.done();
  return pipeline;
}

function primaryOf({ model, provider }: CheckRequest): string {
  return targetOf(model ?? "", provider);
}

/** Recordings hold one answer: there is nothing to ask anybody. */
function recordedOnly(
  context: Context,
  request: CheckRequest,
  answered: (report: CheckReport, answer: Answer) => Promise<Answer>,
): Promise<Answer> {
  context.stderr.write(
    "note: shadow mode is ignored with --provider recorded: recordings are checked, and nobody is asked\n",
  );
  const { report } = checkRecorded(
    request,
    () => context.now(),
    (text) => context.hash(text),
  );
  return answered(report, checkAnswerOf(context, report));
}

function checkAnswerOf({ dataFolder }: Context, report: CheckReport): Answer {
  const text: Answer["text"] = (terminal) => checkText(report, terminal, nextAfterCheck(report, dataFolder));
  return { json: report, exit: report.exit_code, text };
}

/** The primary's; where it is fine and there is a gate, what the verdict says. */
function exitCode(report: CheckReport, { summary }: ShadowPipeline, gate: string | undefined): 0 | 1 | 3 {
  if (report.exit_code !== 0 || gate === undefined) return report.exit_code;
  const refused = gate === "strict" ? ["needs_review", "needs_better_evidence"] : ["needs_review"];
  return refused.includes(summary.verdict) ? 1 : 0;
}
