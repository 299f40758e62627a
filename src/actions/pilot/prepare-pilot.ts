import { counted } from "../../core/counts.ts";
import { OperatorError } from "../../core/errors.ts";
import { splitTarget, type Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import { endpointsOfRows } from "../measure/endpoint-of.ts";
import type { CallingParts } from "../metered/calling-parts.ts";
import { plannedCalls } from "../measure/planned-calls.ts";
import { openReplay, type OpenReplay } from "../open-replay.ts";
import { compileFor, pinCandidate, type SimulateRequest } from "../simulate.ts";
import { drawUnits } from "./draw-units.ts";
import { servingAttempt } from "./pilot-work.ts";
import type { PilotDefinition, PilotUnit } from "./pilot-unit.ts";
import { playedPrices } from "./played-prices.ts";

export interface PilotRequest extends SimulateRequest {
  /** Calls to make at most. */
  readonly calls: number;
  /** USD that spent and reserved together never exceed. */
  readonly cap_usd: number;
}

/** What would be sent, and what that may cost: shown before anything is. */
export interface PilotPreview {
  readonly calls: number;
  /** Rows that a call each would tell the cost of. */
  readonly requests: number;
  readonly targets: readonly { readonly target: Target; readonly calls: number }[];
  /** By price and the baseline's tokens, USD; nothing for what is played from a recording. */
  readonly expected_usd: number;
  /** Every call at its limits, and every retry, USD. */
  readonly worst_usd: number;
  readonly cap_usd: number;
  readonly warnings: readonly string[];
}

/** A pilot that can be worked on, and the simulation it is for. */
export interface PilotToRun {
  readonly id: string;
  readonly request: SimulateRequest;
  readonly open: OpenReplay;
  /** Played models are priced as the ones they play. */
  readonly prices: PriceBook;
}

/** A pilot that could begin. Nothing is stored or sent yet. */
export interface PreparedPilot extends PilotToRun {
  readonly preview: PilotPreview;
  readonly definition: PilotDefinition;
  readonly units: readonly PilotUnit[];
}

function checkRequest({ calls, cap_usd: cap }: PilotRequest): void {
  if (!Number.isSafeInteger(calls) || calls < 1)
    throw new OperatorError("usage", "a pilot makes a whole number of calls, from 1 on", { field: "--pilot" });
  if (!Number.isFinite(cap) || cap < 0)
    throw new OperatorError("cap_invalid", "the cap is not an amount of USD", { field: "--max-spend" });
}

/** Throws `provider_unknown`, `provider_key_missing` where a target cannot be called. */
function checkTarget(target: Target, { spine }: CallingParts): void {
  const provider = splitTarget(target)?.provider ?? target;
  const about = spine.about(target);
  if (about === null)
    throw new OperatorError("provider_unknown", `${target} cannot be called: provider ${provider} is not configured`, {
      hint: `Put ${provider} into understudy.yaml, or its key into the environment. ${listed(spine.providers)}`,
    });
  if (about.missing_key !== null)
    throw new OperatorError(
      "provider_key_missing",
      `${target} cannot be called: ${about.missing_key} is not in the environment`,
      {
        hint: `Set ${about.missing_key}, or name another variable under providers.${provider}.key_env in understudy.yaml.`,
      },
    );
}

function listed(providers: readonly string[]): string {
  return providers.length === 0 ? "No provider is configured." : `Configured: ${providers.join(", ")}.`;
}

/** USD at most, over all units: every call at its limits, and every retry. Throws where a call could not be kept under a cap. */
function worstCase(id: string, units: readonly PilotUnit[], parts: CallingParts): number {
  const { spine, bound, store } = parts;
  const endpointOf = endpointsOfRows(store.control, spine);
  let worst = 0;
  for (const unit of units) {
    const policy = servingAttempt(id, unit.attempt);
    const planned = plannedCalls(
      unit,
      { policy, endpoint: undefined, compiled: policy.compiled },
      endpointOf(unit),
      spine,
    );
    if (typeof planned === "string") continue;
    for (const call of planned.most) {
      const bounded = bound(planned.request, call, unit.original.output_tokens);
      if ("refused" in bounded)
        throw new OperatorError("cap_invalid", `${call.target} cannot be called: ${bounded.refused.message}`);
      worst += bounded.worst_usd;
    }
  }
  return worst;
}

/**
 * Draws the rows to call, says what would be sent and what that may cost. Throws `window_empty`, `cap_invalid`, `price_unknown`, `pilot_refused`,
 * `provider_unknown`, `provider_key_missing`, and what a policy throws.
 */
export function preparePilot(parts: CallingParts, request: PilotRequest): PreparedPilot {
  checkRequest(request);
  const { store, spine } = parts;
  const id = `plt_${parts.newId()}`;
  const prices = playedPrices(parts.prices, (target) => spine.about(target));
  const open = openReplay(store, prices, request);
  const policy = pinCandidate(request.candidate, store.control, request.seed);
  const compiled = compileFor(request.candidate, policy, open.bench.knowledge.census, prices, store.control);
  const { calls, cap_usd } = request;
  const drawn = drawUnits(open, compiled, { calls, pricesAt: request.pricesNow ? request.now : null }, store.traffic);
  const { units } = drawn;
  const definition = { ...drawn.definition, policy };
  const targets = new Map<Target, number>();
  for (const { attempt } of units) targets.set(attempt.target, (targets.get(attempt.target) ?? 0) + 1);
  for (const target of targets.keys()) checkTarget(target, parts);
  const worst_usd = worstCase(id, units, parts);
  const paid = units.filter(({ attempt }) => spine.about(attempt.target)?.recorded !== true);
  const expected_usd = paid.reduce((sum, { plain_usd }) => sum + plain_usd, 0);
  if (cap_usd === 0 && worst_usd > 0)
    throw new OperatorError("cap_invalid", "a cap of 0 USD leaves room for no call", {
      field: "--max-spend",
      hint: `At most ${worst_usd.toPrecision(3)} USD could be spent here. Without any spending: leave --pilot out.`,
    });
  const fewer =
    units.length < calls
      ? [
          `Only ${counted(units.length, "row")} of the window can be called, and all of them are: ${calls} were asked for.`,
        ]
      : [];
  const early =
    expected_usd > cap_usd
      ? [
          `The cap of ${cap_usd} USD is below the expected cost of ${expected_usd.toPrecision(3)} USD: the pilot will end early, with the calls made by then.`,
        ]
      : [];
  return {
    id,
    request,
    definition,
    units,
    open,
    prices,
    preview: {
      calls: units.length,
      requests: definition.requests,
      targets: [...targets].map(([target, many]) => ({ target, calls: many })),
      expected_usd,
      worst_usd,
      cap_usd,
      warnings: [...fewer, ...early],
    },
  };
}

/** A pilot that was cut off, to be gone on with for the same question. Throws `run_unknown`; `usage` where it was of another policy. */
export function resumedPilot(parts: CallingParts, request: SimulateRequest, id: string): PilotToRun {
  const { store, spine } = parts;
  const run = store.control.runs.run(id);
  if (run === null || run.kind !== "pilot")
    throw new OperatorError("run_unknown", `there is no pilot ${JSON.stringify(id)}`, {
      hint: "`understudy audit --action pilot.create` lists them.",
    });
  const policy = pinCandidate(request.candidate, store.control, request.seed);
  if (JSON.stringify(policy) !== JSON.stringify((run.definition as PilotDefinition).policy))
    throw new OperatorError("usage", `${id} is a pilot of another policy`, {
      field: "--resume",
      hint: `\`understudy configs show ${id}_candidate\` shows which.`,
    });
  const prices = playedPrices(parts.prices, (target) => spine.about(target));
  return { id, request, prices, open: openReplay(store, prices, request) };
}
