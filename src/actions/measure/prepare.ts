import { OperatorError } from "../../core/errors.ts";
import type { Target } from "../../core/target.ts";
import { AGREEMENT_METRIC, type ExperimentDefinition } from "../../experiments/index.ts";
import type { StoredUnit } from "../../store/runs.ts";
import { factsOf } from "../experiment-facts.ts";
import type { JudgeAsked } from "../judge/judge-request.ts";
import { openReplay } from "../open-replay.ts";
import { listCosts } from "../replays/list-cost.ts";
import { askedRow, type AskedRow } from "./asked-row.ts";
import {
  candidateServing,
  describedCandidate,
  storedCandidate,
  type CandidateServing,
  type StoredCandidate,
} from "./candidate.ts";
import { controlPositions, controlSize } from "./control-rows.ts";
import { endpointsOfRows } from "./endpoint-of.ts";
import type { CallingParts } from "../metered/calling-parts.ts";
import type { MeasureRequest } from "./measure-request.ts";
import { countCalls, missingKeys, type Counted, type MeasurePreview } from "./preview.ts";
import { sampleRows, type SampledRows } from "./sampled-rows.ts";

/** What a run of kind `experiment` keeps of the question, whole: it can be gone on with on this alone. */
export interface MeasuredDefinition {
  readonly experiment: ExperimentDefinition;
  readonly candidate: StoredCandidate;
  /** Ask targets without a known price. */
  readonly force: boolean;
  /** Who judges the pairs once they are there; null or absent: nobody is asked by itself. */
  readonly judge?: JudgeAsked | null;
  /** Rows whose baseline is asked again. */
  readonly control_pairs: number;
  /** Experiments with responses over this window when this one was made, itself included. */
  readonly trial_ledger: number;
  readonly notes: readonly string[];
}

/** An experiment that could begin, and what it would do. Nothing is stored or sent yet. */
export interface Prepared {
  readonly id: string;
  readonly preview: MeasurePreview;
  readonly definition: MeasuredDefinition;
  readonly units: readonly StoredUnit[];
  /** As it is kept with the stored experiment. */
  readonly request: object;
  readonly facts: object;
}

/** Rows of one experiment at most: their bodies are copied. */
const MOST_ROWS = 50_000;
/** Rows read from the store at once. */
const BATCH = 500;

function readRows(parts: CallingParts, { rows }: SampledRows): readonly AskedRow[] {
  const asked: AskedRow[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const bySeq = new Map(batch.map(({ seq, cost_usd: cost }) => [seq, cost]));
    const ids = parts.store.traffic.requestIds([...bySeq.keys()]);
    const costs = new Map([...ids].map(([seq, id]) => [id, bySeq.get(seq) ?? null]));
    const found = new Map(parts.store.traffic.bySeq([...bySeq.keys()]).map((row) => [row.request_id, row]));
    for (const { seq } of batch) {
      const row = found.get(ids.get(seq) ?? "");
      if (row !== undefined && row.request_body !== null)
        asked.push(askedRow(row, costs.get(row.request_id) ?? null, false));
    }
  }
  return asked;
}

/** Marks the rows whose baseline is asked again. Throws `control_impossible` where that was asked for and no baseline can be called. */
function withControl(
  rows: readonly AskedRow[],
  request: MeasureRequest,
  parts: CallingParts,
  measured: boolean,
): { readonly rows: readonly AskedRow[]; readonly note: string | null } {
  const callable = (target: Target | null): boolean => {
    const about = target === null ? null : parts.spine.about(target);
    return about !== null && !about.recorded && about.missing_key === null && (about.rates !== null || request.force);
  };
  const asked = request.control === "default" && !measured ? "none" : request.control;
  const able = rows.flatMap(({ original }, at) => (callable(original.target) ? [at] : []));
  if (asked !== "none" && asked !== "default" && able.length === 0)
    throw new OperatorError("control_impossible", "no baseline of the sample can be asked again", {
      field: "--control",
      hint: `The sample was served by ${baselines(rows)}: configure one of them with its key and price, or leave the control out (--control none).`,
    });
  const positions = controlPositions(able, controlSize(asked, rows.length, able.length));
  const note =
    positions.size > 0 || asked === "none"
      ? null
      : `No baseline of the sample can be asked again: no provider here serves ${baselines(rows)}.`;
  return { rows: rows.map((row, at) => (positions.has(at) ? { ...row, control: true } : row)), note };
}

function baselines(rows: readonly AskedRow[]): string {
  const names = [...new Set(rows.flatMap(({ original }) => original.target ?? []))].toSorted();
  return names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
}

function checkRequest({ cap_usd: cap, early_stop: early, primary }: MeasureRequest): void {
  if (!(cap >= 0)) throw new OperatorError("cap_invalid", "the cap is not an amount of USD", { field: "--max-spend" });
  if (early && primary === null)
    throw new OperatorError("usage", "an early stop needs the outcome that decides", {
      field: "--early-stop",
      hint: "Declare it before anything is sent: --primary agreement, or --primary NAME of a supplied outcome.",
    });
  if (primary !== null && !(primary.margin > 0 && primary.margin < 1))
    throw new OperatorError("usage", "the margin lies between 0 and 1", { field: "--margin" });
}

/** Holds what is named against what there is. Throws `target_unknown`, `usage`. */
function checkNames({ embeddings, primary, early_stop: early }: MeasureRequest, { spine, store }: CallingParts): void {
  if (embeddings !== null && spine.about(embeddings) === null)
    throw new OperatorError("target_unknown", `no configured provider serves ${JSON.stringify(embeddings)}`, {
      field: "--embeddings",
      hint: `Configured: ${spine.providers.join(", ")}. Name a target as model:provider.`,
    });
  const names = store.traffic.outcomeNames();
  if (primary === null || !early || primary.metric === AGREEMENT_METRIC || names.includes(primary.metric)) return;
  throw new OperatorError(
    "usage",
    `no row has an outcome ${JSON.stringify(primary.metric)}: the run could never stop early`,
    {
      field: "--primary",
      hint: `Outcomes there are: ${[AGREEMENT_METRIC, ...names].join(", ")}.`,
    },
  );
}

/** Says what stands in the way of sending anything at all. */
function checkCalls(counted: Counted, request: MeasureRequest, parts: CallingParts, worst: number): void {
  for (const [provider, variable] of missingKeys(
    counted.targets.map(({ target }) => target),
    parts.spine.about,
  ))
    throw new OperatorError(
      "provider_key_missing",
      `the key of provider ${provider} is missing: ${variable} is not in the environment`,
      {
        hint: `Set ${variable}, or name another variable under providers.${provider}.key_env in understudy.yaml.`,
      },
    );
  for (const [target, why] of counted.forbidden) {
    const known = parts.spine.about(target)?.rates != null;
    if (!known && !request.force)
      throw new OperatorError(
        "price_unknown",
        `no price is known of ${target}: its calls could not be kept under the cap`,
      );
    throw new OperatorError("cap_invalid", `${target} cannot be called: ${why}`);
  }
  if (request.cap_usd === 0 && worst > 0)
    throw new OperatorError("cap_invalid", "a cap of 0 USD leaves room for no call", {
      field: "--max-spend",
      hint: `At most ${worst.toPrecision(3)} USD could be spent here. Without any spending: understudy simulate.`,
    });
}

/** Whether anything the candidate calls is more than a recording. */
function measures({ compiled }: CandidateServing, parts: CallingParts): boolean {
  if (compiled === null) return true;
  const known = new Set(parts.spine.world.known);
  const named = [...compiled.targets].filter((target) => !known.has(target));
  return (named.length > 0 ? named : [...compiled.targets]).some(
    (target) => parts.spine.about(target)?.recorded !== true,
  );
}

/**
 * Draws the sample, says what would be sent and what that may cost. Throws `window_empty`, `cap_invalid`, `price_unknown`,
 * `provider_key_missing`, `control_impossible`, and what a policy throws.
 */
export function prepareExperiment(parts: CallingParts, request: MeasureRequest): Prepared {
  checkRequest(request);
  const { store, prices, spine } = parts;
  if (spine.providers.length === 0)
    throw new OperatorError("provider_unknown", "no provider is configured: nobody could be called", {
      hint: "Put providers into understudy.yaml, or a key such as OPENAI_API_KEY into the environment; --mock plays any model.",
    });
  checkNames(request, parts);
  const id = `sim_${parts.newId()}`;
  const candidate = storedCandidate(request.candidate, id, store.control, request.seed);
  const named = request.candidate.kind === "policy" ? request.candidate.named : undefined;
  const serving = candidateServing(candidate, id, spine, store.control, named);
  const open = openReplay(store, prices, { ...request, sample: null });
  const wanted = Math.min(request.sample ?? Number.POSITIVE_INFINITY, MOST_ROWS);
  const sampled = sampleRows(open.window, listCosts(open.bench.knowledge.frame, prices), wanted);
  if (sampled.rows.length === 0)
    throw new OperatorError("window_empty", "no row of the window can be sent again", {
      hint: `Its ${sampled.frame.window_rows} rows: ${Object.entries(sampled.frame.unreplayable)
        .map(([reason, count]) => `${count} ${reason}`)
        .join(", ")}. \`understudy simulate\` needs no bodies.`,
    });
  const { rows, note } = withControl(readRows(parts, sampled), request, parts, measures(serving, parts));
  const counted = countCalls(rows, parts, request, {
    candidate: serving,
    endpointOf: endpointsOfRows(store.control, spine),
    knowledge: open.bench.knowledge,
  });
  const sum = (role: string): number =>
    counted.targets.reduce((total, one) => total + (one.role === role ? one.calls : 0), 0);
  const worst = counted.targets.reduce((total, one) => total + one.worst_usd, 0);
  checkCalls(counted, request, parts, worst);
  const expected = counted.targets.reduce<number | null>(
    (total, one) => (total === null || one.expected_usd === null ? null : total + one.expected_usd),
    0,
  );
  const window = {
    start: new Date(open.from ?? open.window.oldest ?? 0).toISOString(),
    end: new Date(open.to ?? (open.window.newest ?? 0) + 1).toISOString(),
  };
  const stored = { window: request.window, filter: request.filter, sample: request.sample, seed: request.seed };
  const trials = store.control.experiments(1_000).filter(({ mode, request: other }) => {
    const { window: its, filter } = other as { readonly window?: unknown; readonly filter?: unknown };
    return (
      mode === "with_responses" && JSON.stringify([its, filter]) === JSON.stringify([stored.window, stored.filter])
    );
  });
  const embedded = request.embeddings === null ? [] : [`Texts are compared by embeddings of ${request.embeddings}.`];
  const notes = [...open.notes, ...embedded, ...(note === null ? [] : [note])];
  const { asked, policy } = describedCandidate(candidate);
  const preview: MeasurePreview = {
    window,
    frame: sampled.frame,
    targets: counted.targets,
    calls: { candidate: sum("candidate"), control: sum("control"), embeddings: sum("embeddings") },
    worst_usd: worst,
    expected_usd: expected,
    cap_usd: request.cap_usd,
    warnings: [...notes, ...warningsOf(counted, request, sampled, { worst, expected })],
  };
  return {
    id,
    preview,
    units: rows.map((row, ordinal) => ({ ordinal, key: row.request_id, data: row })),
    definition: {
      experiment: {
        id,
        window,
        policy,
        asked,
        frame: { ...sampled.frame, sampled: rows.length },
        seed: open.window.seed,
        window_cost_usd: sampled.window_cost_usd,
        embeddings: request.embeddings,
        thresholds: request.thresholds,
        primary: request.primary,
        stopping: request.early_stop ? "anytime" : "fixed",
        outliers: request.outliers,
        facts_id: open.bench.knowledge.facts_id,
        price_version: prices.version,
      },
      candidate,
      force: request.force,
      control_pairs: rows.filter(({ control }) => control).length,
      trial_ledger: trials.length + 1,
      notes,
    },
    request: { ...stored, policy: asked.name, asked, cap_usd: request.cap_usd, primary: request.primary },
    facts: factsOf(open.bench.knowledge, [...new Set(counted.targets.map(({ target }) => target))]),
  };
}

function warningsOf(
  counted: Counted,
  request: MeasureRequest,
  { frame }: SampledRows,
  cost: { readonly worst: number; readonly expected: number | null },
): readonly string[] {
  const warnings: string[] = [];
  if (request.sample !== null && request.sample > frame.replayable)
    warnings.push(
      `The sample of ${request.sample} is larger than the window: all ${frame.replayable} rows that can be sent again are taken.`,
    );
  if (frame.sampled === MOST_ROWS && (request.sample ?? frame.replayable) > MOST_ROWS)
    warnings.push(`An experiment asks ${MOST_ROWS} rows at most: the first of the hash order are taken.`);
  for (const [why, count] of counted.refused) warnings.push(`${count} of the rows would be sent nowhere: ${why}`);
  const unpriced = counted.targets.filter((one) => one.unpriced > 0);
  for (const { target, unpriced: calls } of unpriced)
    warnings.push(`No price is known of ${target}: its ${calls} calls are outside the cap.`);
  if (cost.expected !== null && cost.expected > request.cap_usd)
    warnings.push(
      `The cap of ${request.cap_usd} USD is below the expected cost of ${cost.expected.toPrecision(3)} USD: the run will end early, with the statistics of its first pairs.`,
    );
  return warnings;
}
