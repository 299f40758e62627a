import { OperatorError } from "../../core/errors.ts";
import type { Target } from "../../core/target.ts";
import type { ExperimentResult, PairSide } from "../../experiments/index.ts";
import { DEFAULT_CRITERIA, scoreBand, type JudgeResult, type ScoreBand } from "../../judging/index.ts";
import { answeredSteps } from "../../report/measured/answered-steps.ts";
import { worstFirst, type ReadPair } from "../../report/read-pair.ts";
import type { Step } from "../../report/steps.ts";
import type { JudgeParts } from "../judge/judge-request.ts";
import { judgeWhatIsLeft } from "../judge/judge-what-is-left.ts";
import type { RunJudgingOptions } from "../judge/run-judging.ts";
import type { MeasureRequest } from "../measure/measure-request.ts";
import { prepareExperiment, type Prepared } from "../measure/prepare.ts";
import { createExperiment, runExperiment } from "../measure/run-experiment.ts";
import { readPairs } from "../read-pairs.ts";

/** Requests sent again to another model, and a judge of the answers. */
export interface ModelReplayRequest {
  readonly model: Target;
  /** `cap_usd` holds for the replays and the judge together. */
  readonly measure: MeasureRequest;
  readonly judge: { readonly target: Target; readonly criterion: string | null } | null;
}

/** One side of a request. */
export type ReplayedSide = Pick<
  PairSide,
  "request_id" | "target" | "evidence" | "input_tokens" | "output_tokens" | "cost_usd" | "latency_ms"
> & {
  readonly failure: string | null;
};

/** A request and its replay. */
export interface ReplayedRequest {
  readonly request_id: string;
  readonly original: ReplayedSide;
  readonly replay: ReplayedSide;
  /** 0 to 1, by the judge; null where it gave none. */
  readonly quality_score: number | null;
  readonly band: ScoreBand | null;
  readonly reason: string | null;
  readonly similarity: number | null;
}

export interface ModelReplay {
  /** Of the experiment. */
  readonly id: string;
  readonly experiment: ExperimentResult;
  readonly judge: JudgeResult | null;
  /** Why there is no judge run where one was asked for. */
  readonly judge_missing: string | null;
  /** The lowest score first. */
  readonly requests: readonly ReplayedRequest[];
  readonly steps: readonly Pick<Step, "question" | "state" | "verdict">[];
}

/** Looks at everything that can be known to be wrong before money is spent. Throws what `prepareExperiment` throws, and `judge_refused`, `provider_unknown`, `provider_key_missing`, `price_unknown`. */
export function prepareModelReplay(parts: JudgeParts, { model, measure, judge }: ModelReplayRequest): Prepared {
  if (judge !== null) checkJudge(parts, judge.target, model, measure.force);
  return prepareExperiment(parts, measure);
}

function checkJudge({ spine }: JudgeParts, judge: Target, model: Target, force: boolean): void {
  const refused = (
    code: "judge_refused" | "provider_unknown" | "provider_key_missing" | "price_unknown",
    why: string,
  ) => new OperatorError(code, `the judge ${judge} ${why}`, { field: "judge" });
  const about = spine.about(judge);
  if (about === null) throw refused("provider_unknown", "is of no configured provider: expected MODEL:PROVIDER");
  if (about.missing_key !== null)
    throw refused("provider_key_missing", `needs ${about.missing_key} in the environment`);
  if (about.recorded) throw refused("judge_refused", "answers from a recording, which holds no verdicts");
  if (force) return;
  if (judge === model) throw refused("judge_refused", "is the model that is tried: it would judge itself");
  if (about.rates === null)
    throw refused("price_unknown", "has no known price: its calls could not be kept under the cap");
}

/** Sends the requests, asks the judge about every pair with what the cap has left, and puts both side by side. */
export async function runModelReplay(
  parts: JudgeParts,
  { measure, judge }: ModelReplayRequest,
  prepared: Prepared,
  options: RunJudgingOptions & { readonly onJudging: (pairs: number) => void },
): Promise<ModelReplay> {
  const { store } = parts;
  createExperiment(parts, prepared);
  const experiment = await runExperiment(parts, prepared.id, { ...options, again: false });
  const judged =
    judge === null
      ? { result: null, missing: null }
      : await judgeWhatIsLeft(
          parts,
          experiment,
          {
            judge: judge.target,
            protocol: "equivalence",
            criterion: judge.criterion ?? DEFAULT_CRITERIA.equivalence,
          },
          { ...options, cap_usd: measure.cap_usd, force: measure.force },
        );
  const judges = judged.result === null ? [] : [judged.result];
  const pairs = [...readPairs(store, experiment, judges)].toSorted(worstFirst);
  return {
    id: experiment.id,
    experiment,
    judge: judged.result,
    judge_missing: judged.missing,
    requests: pairs.map(replayedRequest),
    steps: answeredSteps(experiment, judges).map(({ question, state, verdict }) => ({
      question,
      state,
      verdict,
    })),
  };
}

function replayedRequest({ view, judgements }: ReadPair): ReplayedRequest {
  const judged = judgements.find(({ judged: { score } }) => score !== null)?.judged;
  const score = judged?.score ?? null;
  return {
    request_id: view.request_id,
    original: sideOf(view.original),
    replay: sideOf(view.replay),
    quality_score: score,
    band: score === null ? null : scoreBand(score),
    reason: judged?.orders[0]?.reason ?? null,
    similarity: view.similarity,
  };
}

function sideOf(side: PairSide): ReplayedSide {
  const { request_id, target, evidence, failure, input_tokens, output_tokens, cost_usd, latency_ms } = side;
  return {
    request_id,
    target,
    evidence,
    failure: failure?.class ?? null,
    input_tokens,
    output_tokens,
    cost_usd,
    latency_ms,
  };
}
