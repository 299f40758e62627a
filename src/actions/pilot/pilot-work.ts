import type { CompiledPolicy } from "../../core/compile.ts";
import type { AttemptNode } from "../../core/plan.ts";
import type { Call, Signal } from "../../core/send.ts";
import { CAP_REACHED } from "../../experiments/index.ts";
import { withBudget, type Ledger } from "../../sends/budget.ts";
import { untimed } from "../../sends/stopped-clock.ts";
import type { Control } from "../../store/control.ts";
import type { StoredUnit } from "../../store/runs.ts";
import { callRow, type CallRowParts } from "../measure/call-row.ts";
import { endpointsOfRows } from "../measure/endpoint-of.ts";
import type { CallBound } from "../metered/worst-case.ts";
import type { ServingPolicy } from "../serve/gateway-state.ts";
import type { Spine } from "../serve/spine.ts";
import type { PilotCalled, PilotUnit } from "./pilot-unit.ts";

export interface PilotWorkParts extends Omit<CallRowParts, "serve"> {
  readonly spine: Pick<Spine, "parts" | "load">;
  readonly control: Pick<Control, "endpoint">;
  readonly bound: CallBound;
}

/** The policy that makes this one attempt, as rows of a pilot carry it. */
export function servingAttempt(run: string, attempt: AttemptNode): ServingPolicy {
  const { target } = attempt;
  const name = `${run}_candidate`;
  const plan = {
    node: attempt,
    policy_type: "single",
    leaf: "single",
    candidates: [{ model: target, rank: 1, reason: "what the simulation chose" }],
    excluded: [],
    selection_reason: `called by the pilot ${run}`,
    arms: [],
  };
  const compiled: CompiledPolicy = {
    policy: { strategy: "single", model: target },
    plan: () => plan,
    questions: [],
    targets: new Set([target]),
  };
  return { compiled, config: `${name}@1`, name, attachment: `pilot:${run}` };
}

/** The limit on output tokens that a patch sets. */
function limitIn(patch: Call["patch"]): number | null {
  const { max_completion_tokens, max_output_tokens, max_tokens } = patch ?? {};
  const limit = max_completion_tokens ?? max_output_tokens ?? max_tokens;
  return typeof limit === "number" ? limit : null;
}

/** Data of a unit that its end user's erasure has not taken. */
export function isPilotUnit(data: unknown): data is PilotUnit {
  return typeof data === "object" && data !== null && "attempt" in data;
}

/** Calls what the simulation would have called, one unit each. Null: the cap, or the run, was over before anything came of it. */
export function pilotWork(
  run: string,
  parts: PilotWorkParts,
): { readonly do: (unit: StoredUnit, ledger: Ledger, signal: Signal) => Promise<PilotCalled | object | null> } {
  const { spine, bound } = parts;
  const endpointOf = endpointsOfRows(parts.control, spine);
  return {
    async do({ data }, money, signal) {
      if (!isPilotUnit(data)) return { interrupted: true };
      const { ledger, runtime } = untimed(money, spine.parts.runtime);
      const asking: CallRowParts = { ...parts, serve: { ...spine.parts, runtime } };
      let limit: number | null = null;
      const send = withBudget(spine.parts.send, ledger, (request, call) => {
        const bounded = bound(request, call, data.original.output_tokens);
        if ("call" in bounded && bounded.call.patch !== call.patch) limit = limitIn(bounded.call.patch);
        return bounded;
      });
      const policy = servingAttempt(run, data.attempt);
      const side = await callRow(asking, data, { policy, endpoint: endpointOf(data), send, signal });
      const { target, failure, input_tokens, output_tokens, answer } = side;
      if (failure?.code === CAP_REACHED || (signal.aborted && failure?.class === "cancelled")) return null;
      const truncated_by_us = limit !== null && answer?.finish_reason === "length";
      return { target, failure, input_tokens, output_tokens, output_limit: limit, truncated_by_us };
    },
  };
}
