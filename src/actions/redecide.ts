import { requestAsk } from "../core/ask.ts";
import { compilePolicy, type CompiledPolicy, type World } from "../core/compile.ts";
import { OperatorError } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { inputTokens } from "../core/usage.ts";
import type { Facts } from "../core/facts.ts";
import type { Features } from "../core/features.ts";
import type { LiveTrace } from "../core/live/live-trace.ts";
import { firstTarget, type Plan } from "../core/plan.ts";
import { parsePolicy } from "../core/policy.ts";
import { remembered } from "../core/remembered.ts";
import type { Target } from "../core/target.ts";
import type { Store } from "../store/control.ts";
import type { ExchangeFilter } from "../store/traffic.ts";
import { readConfigured, readFacts } from "./facts/stored-facts.ts";
import { loggedWorld } from "./logged-world.ts";

/** A row whose decision comes out differently today. */
export interface Redecided {
  readonly request_id: string;
  readonly then: Target | null;
  readonly now: Target | null;
}

export interface RedecideResult {
  readonly rows: number;
  /** Rows decided anew, under the config and the facts they name. */
  readonly decided: number;
  readonly same: number;
  readonly share: number | null;
  /** The first of them. */
  readonly differing: readonly Redecided[];
  /** Rows whose facts or config are not there any more, or that no plan was made for. */
  readonly undecidable: { readonly facts: number; readonly config: number; readonly no_plan: number };
}

const MOST_SHOWN = 20;

/** What the row's plan could read of the request. */
function featuresOf(row: Exchange): Features {
  return {
    request_id: row.request_id,
    created_at: row.created_at,
    model: row.model_requested,
    project: row.project,
    endpoint: row.endpoint,
    api_key: row.api_key,
    end_user: row.end_user,
    session: row.session,
    tags: row.tags,
    metadata: row.metadata,
    input_tokens: row.planned_input_tokens ?? (row.usage === null ? null : inputTokens(row.usage)),
    stream: row.stream,
    needs: row.needs,
  };
}

/** Decides live rows again, each under the config and the facts that it names: the planner that served them must choose the same targets. */
export function redecide(store: Store, filter: ExchangeFilter): RedecideResult {
  const considered = consideredTargets(store, filter);
  const facts = remembered((id: string): Facts | null => readFacts(store.control, id));
  const worlds = remembered((id: string): string => JSON.stringify(readConfigured(store.control, id)));
  const policies = remembered((configured: string) =>
    remembered((key: string): CompiledPolicy | null =>
      compiled(store, key, loggedWorld(store.control, considered.get(key) ?? new Set(), JSON.parse(configured))),
    ),
  );
  const undecidable = { facts: 0, config: 0, no_plan: 0 };
  const differing: Redecided[] = [];
  let rows = 0;
  let decided = 0;
  let same = 0;
  for (const row of liveRows(store, filter)) {
    rows++;
    const trace = traceOf(row);
    const decision = trace?.decision ?? null;
    if (trace === null || decision === null || row.facts_id === null) {
      undecidable.no_plan++;
      continue;
    }
    const known = facts(row.facts_id);
    if (known === null) {
      undecidable.facts++;
      continue;
    }
    const policy = policies(worlds(row.facts_id))(policyKey(row, trace));
    if (policy === null) {
      undecidable.config++;
      continue;
    }
    decided++;
    const plan: Plan = policy.plan(requestAsk(featuresOf(row), known));
    const now = firstTarget(plan.node);
    if (now === decision.selected) same++;
    else if (differing.length < MOST_SHOWN)
      differing.push({ request_id: row.request_id, then: decision.selected, now });
  }
  return { rows, decided, same, share: decided === 0 ? null : same / decided, differing, undecidable };
}

function liveRows(store: Store, filter: ExchangeFilter): Iterable<Exchange> {
  return store.traffic.export({ ...filter, origins: ["live"] });
}

function traceOf({ trace }: Exchange): LiveTrace | null {
  return trace === null ? null : (JSON.parse(trace) as LiveTrace);
}

/** The targets that the decisions of each policy knew of: the log is asked for them, not today's deployment. */
function consideredTargets(store: Store, filter: ExchangeFilter): ReadonlyMap<string, ReadonlySet<Target>> {
  const by = new Map<string, Set<Target>>();
  for (const row of liveRows(store, filter)) {
    const trace = traceOf(row);
    const decision = trace?.decision ?? null;
    if (trace === null || decision === null) continue;
    const key = policyKey(row, trace);
    let targets = by.get(key);
    if (targets === undefined) by.set(key, (targets = new Set()));
    for (const { model } of [...decision.candidates, ...decision.excluded]) targets.add(model);
  }
  return by;
}

/** Names the policy that served a row: a stored config, an endpoint version's own, or the model asked for. */
function policyKey(row: Exchange, trace: LiveTrace): string {
  if (row.config !== null) return JSON.stringify(["config", row.config]);
  if (trace.attachment !== "default" && trace.endpoint !== null)
    return JSON.stringify(["endpoint", row.project, trace.endpoint]);
  return JSON.stringify(["model", row.model_requested]);
}

function compiled({ control }: Store, key: string, world: World): CompiledPolicy | null {
  const [kind, ...parts] = JSON.parse(key) as string[];
  const [name, version] = (parts.at(-1) ?? "").split(/@(?=\d+$)/u) as [string, string | undefined];
  let policy: unknown;
  if (kind === "config") policy = control.config(name, Number(version))?.policy;
  else if (kind === "endpoint") policy = control.endpoint(parts[0] ?? "", name, Number(version))?.definition.policy;
  else policy = { strategy: "single", model: parts[0] };
  if (policy === undefined) return null;
  try {
    return compilePolicy(
      parsePolicy(typeof policy === "string" ? { strategy: "single", model: policy } : policy),
      world,
    );
  } catch (error) {
    if (error instanceof OperatorError) return null;
    throw error;
  }
}
