import { compilePolicy } from "../../core/compile.ts";
import type { Call, Signal } from "../../core/send.ts";
import type { Target } from "../../core/target.ts";
import {
  CAP_REACHED,
  type InterruptedPair,
  type Pair,
  type PairOutcome,
  type PairSide,
} from "../../experiments/index.ts";
import { withBudget, type Ledger } from "../../sends/budget.ts";
import { untimed } from "../../sends/stopped-clock.ts";
import type { Control } from "../../store/control.ts";
import type { StoredUnit } from "../../store/runs.ts";
import type { CallBound } from "../metered/worst-case.ts";
import type { ServingPolicy } from "../serve/gateway-state.ts";
import type { Spine } from "../serve/spine.ts";
import { promptOf, type AskedRow } from "./asked-row.ts";
import { callRow, type CallRowParts } from "./call-row.ts";
import type { CandidateServing } from "./candidate.ts";
import { cosines } from "./embed-texts.ts";
import { endpointsOfRows } from "./endpoint-of.ts";

/** Supplied outcomes of two rows, by name. */
export type OutcomesOf = (original: string, replay: string) => Readonly<Record<string, PairOutcome>>;

export interface PairWorkParts extends Omit<CallRowParts, "serve"> {
  readonly spine: Pick<Spine, "parts" | "world" | "load">;
  readonly control: Pick<Control, "endpoint">;
  readonly bound: CallBound;
  readonly candidate: CandidateServing;
  /** The embeddings model; null = none. */
  readonly embeddings: Target | null;
  readonly outcomes: OutcomesOf;
}

const INTERRUPTED: InterruptedPair = { interrupted: true };

/** Whether money, or the run, was over before it was done: then nothing of it counts. */
function unfinished({ failure }: PairSide, signal: Signal): boolean {
  return failure?.code === CAP_REACHED || (signal.aborted && failure?.class === "cancelled");
}

/** The limit on output tokens that a patch sets. */
function limitIn(patch: Call["patch"]): number | null {
  const fields = patch ?? {};
  const limit = fields["max_completion_tokens"] ?? fields["max_output_tokens"] ?? fields["max_tokens"];
  return typeof limit === "number" ? limit : null;
}

function isUnit(data: unknown): data is AskedRow {
  return typeof data === "object" && data !== null && "request_id" in data;
}

/** Makes the pairs of an experiment: for each unit the candidate's answer, where it is marked the baseline's too, and embeddings of both. */
export function pairWork(parts: PairWorkParts): {
  readonly do: (unit: StoredUnit, ledger: Ledger, signal: Signal) => Promise<Pair | InterruptedPair | null>;
} {
  const { spine, candidate, bound } = parts;
  const { send } = spine.parts;
  const singles = new Map<Target, ServingPolicy>();
  const endpointOf = endpointsOfRows(parts.control, spine);

  /** The policy that asks one target. */
  function single(target: Target): ServingPolicy {
    let serving = singles.get(target);
    if (serving === undefined) {
      const compiled = compilePolicy({ strategy: "single", model: target }, spine.world);
      serving = { compiled, config: null, name: `control ${target}`, attachment: "control" };
      singles.set(target, serving);
    }
    return serving;
  }

  return {
    async do({ ordinal, data }, money, signal) {
      // Its end user was erased: there is nothing left to ask.
      if (!isUnit(data)) return INTERRUPTED;
      const row = data;
      const { ledger, runtime } = untimed(money, spine.parts.runtime);
      const asking: CallRowParts = { ...parts, serve: { ...spine.parts, runtime } };
      const tokens = row.original.output_tokens;
      let limit: number | null = null;
      const candidateSend = withBudget(send, ledger, (request, call) => {
        const bounded = bound(request, call, tokens);
        if ("call" in bounded && bounded.call.patch !== call.patch) limit = limitIn(bounded.call.patch);
        return bounded;
      });
      const plainSend = withBudget(send, ledger, (request, call) => bound(request, call, tokens));
      const served = endpointOf(row);
      const asCandidate = (): Promise<PairSide> =>
        callRow(asking, row, {
          policy: candidate.policy,
          endpoint: candidate.endpoint ?? served,
          send: candidateSend,
          signal,
        });
      const { target } = row.original;
      const asControl = (): Promise<PairSide> | null =>
        !row.control || target === null
          ? null
          : callRow(asking, row, { policy: single(target), endpoint: served, send: plainSend, signal });
      // Now the one first and now the other: neither gains by warmed caches or a slower minute.
      const early = ordinal % 2 === 1 ? await asControl() : null;
      const replay = await asCandidate();
      if (unfinished(replay, signal)) return null;
      const late = ordinal % 2 === 1 ? null : await asControl();
      const asked = early ?? late;
      const control = asked === null || unfinished(asked, signal) ? null : asked;
      const cosine =
        parts.embeddings === null
          ? [null, null]
          : await cosines(
              { target: parts.embeddings, send: plainSend, newId: parts.newId, signal },
              row.original.answer?.text ?? null,
              [replay.answer?.text ?? null, control?.answer?.text ?? null],
            );
      return {
        ordinal,
        request_id: row.request_id,
        created_at: row.created_at,
        cluster: row.cluster,
        end_user: row.end_user,
        tags: row.tags,
        prompt: promptOf(row),
        original: row.original,
        replay,
        control,
        cosine: { replay: cosine[0] ?? null, control: cosine[1] ?? null },
        output_limit: limit,
        truncated_by_us: limit !== null && replay.answer?.finish_reason === "length",
        outcomes: parts.outcomes(row.request_id, replay.request_id),
      };
    },
  };
}
