import { requestAsk } from "../core/ask.ts";
import { compilePolicy, type World } from "../core/compile.ts";
import { stickyKey, type Exchange } from "../core/exchange.ts";
import { OperatorError } from "../core/errors.ts";
import type { Features } from "../core/features.ts";
import { project } from "../core/project.ts";
import { targetsOf, type Plan } from "../core/plan.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { decisionTrace, type DecisionTrace, type TraceInput } from "../core/trace.ts";
import type { PriceBook } from "../prices/price-book.ts";
import { baselineColumns } from "../replay/baseline.ts";
import { makeKnowledge, type Knowledge } from "../replay/knowledge/index.ts";
import { taughtBy } from "../replay/knowledge/taught.ts";
import { findRow, rowFeatures } from "../replay/one-row.ts";
import { rowOutcomes } from "../replay/row-outcomes.ts";
import { standsIn } from "../replay/stand-ins.ts";
import type { Store } from "../store/control.ts";
import { pinCandidate } from "./simulate.ts";
import type { ReplayRequest } from "./open-replay.ts";
import { capabilitiesOf, replayWorld } from "../replay/replay-world.ts";
import { inPolicy, type NamedPolicy } from "./policy-reference.ts";

export interface Explanation {
  readonly trace: DecisionTrace;
  readonly plan: Plan;
  /** What the log says of the row itself; null for a request that was not logged. */
  readonly logged: {
    readonly target: string | null;
    readonly cost_usd: number | null;
    readonly latency_ms: number | null;
    readonly status: string;
  } | null;
}

/** A log opened for explaining single requests under one policy. */
export interface Explainer {
  readonly logged: (exchange: Exchange) => Explanation;
  readonly given: (features: Features) => Explanation;
}

/** What a replay was told beside the log: the same makes a row's trace the one of that replay. */
export type ExplainRequest = Pick<ReplayRequest, "quality" | "inSampleTiers"> & {
  /** ms since the epoch to price at; null = each row's date. */
  readonly pricesAt: number | null;
};

/** One request to be explained, as far as it can be handed to a thread. */
export interface ExplainAsked {
  readonly candidate: NamedPolicy;
  /** A logged request by its id, or one that was not logged. */
  readonly subject: { readonly request_id: string } | { readonly features: Features };
}

const NOTHING_ELSE: ExplainRequest = { quality: null, inSampleTiers: false, pricesAt: null };

function knowledgeOf(store: Store, prices: PriceBook, { quality, inSampleTiers }: ExplainRequest): Knowledge {
  const frame = store.traffic.frame();
  return makeKnowledge(frame, {
    priceVersion: prices.version,
    rates: (target) => prices.card(target),
    capabilities: capabilitiesOf(prices),
    quality: quality === null ? new Map() : quality(frame),
    inSampleTiers,
    taught: taughtBy(store.control.lessons()),
  });
}

/** The logged request an id names. Throws `request_unknown`. */
export function loggedRequest(store: Store, id: string): Exchange {
  const exchange = store.traffic.get(id);
  if (exchange !== null) return exchange;
  throw new OperatorError("request_unknown", `no logged request has the id ${JSON.stringify(id)}`);
}

/** Targets as a replay resolves them, and beside them whatever is written as MODEL:PROVIDER: a plan can be shown before anybody knows its price. */
function explainedWorld(world: World): World {
  return {
    ...world,
    resolve(text) {
      try {
        return world.resolve(text);
      } catch (error) {
        if (error instanceof OperatorError && error.code === "target_unknown" && splitTarget(text) !== null)
          return text;
        throw error;
      }
    },
  };
}

function unpricedNote(unpriced: readonly Target[], { census }: Knowledge): readonly string[] {
  return unpriced.map((target) =>
    census.targets.has(target)
      ? `The price of ${target} is not known: what it costs is told only where the log holds it.`
      : `Neither the log nor a price list knows ${target}: its price is not known, and so not what it would cost.`,
  );
}

/** The trace; where it hangs on something the log does not hold, that is said. */
function traceOf(input: TraceInput, knowledge: Knowledge): DecisionTrace {
  const trace = decisionTrace(input);
  const unpriced = targetsOf(input.plan.node).filter((target) => knowledge.surroundings.rates(target) === null);
  const notes = [...trace.notes, ...unpricedNote(unpriced, knowledge)];
  if (input.identified === false) {
    notes.push(
      "Whether an answer is accepted, or which one wins, hangs on something the log does not hold: an unknown answer is shown as not accepted.",
    );
  }
  if (input.assumedDecision === true) {
    notes.push(
      "Who is asked is assumed: a list price stands in for a quality score, or too few days for the end user's spend percentile.",
    );
  }
  return { ...trace, notes };
}

interface Decided {
  readonly plan: Plan;
  readonly assumedDecision: boolean;
}

/** Makes ready to say why requests go where they go under a policy, before anything runs. */
export function explainer(
  store: Store,
  prices: PriceBook,
  candidate: NamedPolicy,
  request: ExplainRequest = NOTHING_ELSE,
): Explainer {
  const knowledge = knowledgeOf(store, prices, request);
  const { control } = store;
  const policy = pinCandidate(candidate, control, null);
  const world = explainedWorld(replayWorld(knowledge.census, prices, control));
  const compiled = inPolicy(candidate, () => compilePolicy(policy, world));
  const targets = [...compiled.targets];

  function decide(features: Features): Decided {
    const ask = requestAsk(features, knowledge.factsAt(targets, features.created_at));
    let assumedDecision = false;
    const plan = compiled.plan((question) => {
      if (standsIn(question, features, knowledge)) assumedDecision = true;
      return ask(question);
    });
    return { plan, assumedDecision };
  }

  return {
    logged(exchange) {
      const row = findRow(knowledge.frame, exchange.request_id);
      if (row === null) throw new OperatorError("request_unknown", `the row of ${exchange.request_id} cannot be read`);
      const features = rowFeatures(knowledge.frame, row, exchange.request_id);
      const { plan, assumedDecision } = decide(features);
      const result = project(plan, rowOutcomes(row, baselineColumns(knowledge)(row), knowledge, request.pricesAt));
      return {
        plan,
        trace: traceOf(
          {
            requestId: exchange.request_id,
            policyName: candidate.name,
            plan,
            result,
            factsId: knowledge.facts_id,
            sticky: stickyKey(exchange).kind,
            identified: result.identified,
            assumedDecision,
          },
          knowledge,
        ),
        logged: {
          target: exchange.model === null ? null : `${exchange.model}:${exchange.provider ?? ""}`,
          cost_usd: exchange.cost_logged ?? exchange.cost_list,
          latency_ms: exchange.latency_ms,
          status: exchange.status,
        },
      };
    },
    given(features) {
      const { plan, assumedDecision } = decide(features);
      return {
        plan,
        trace: traceOf(
          {
            requestId: features.request_id,
            policyName: candidate.name,
            plan,
            result: null,
            factsId: knowledge.facts_id,
            sticky: stickyKey(features).kind,
            assumedDecision,
          },
          knowledge,
        ),
        logged: null,
      };
    },
  };
}

/** What a policy decides for one request. Throws `request_unknown` and what a policy throws. */
export function explained(store: Store, prices: PriceBook, { candidate, subject }: ExplainAsked): Explanation {
  const made = explainer(store, prices, candidate);
  return "features" in subject ? made.given(subject.features) : made.logged(loggedRequest(store, subject.request_id));
}
