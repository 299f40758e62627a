import { armOf } from "../../../core/ask.ts";
import { hash64, roll } from "../../../core/dice.ts";
import type { Target } from "../../../core/target.ts";
import { remembered } from "../../../core/remembered.ts";
import { BIT, type Frame, type Segment } from "../../../replay/frame.ts";
import { DEFAULT_SEED, sampleThreshold } from "../../../replay/sample.ts";
import { chooseWindow } from "../../../replay/window.ts";
import type { Control, Store } from "../../../store/control.ts";
import type { StoredPromotion } from "../../../store/promotions.ts";
import { listCosts } from "../../replays/list-cost.ts";
import { scopeName, splitScope } from "../in-force.ts";
import type { Cards } from "./donors.ts";

/** A request as it was really served. NaN = not known. */
export interface ServedOutcome {
  /** ms since the epoch. */
  readonly at: number;
  readonly input: number;
  /** USD, all attempts. */
  readonly cost: number;
  /** Its own tokens at the experiment's prices, the answering attempt alone. */
  readonly costFrozen: number;
  /** Of a good answer. */
  readonly latency: number;
  readonly failed: boolean;
  readonly target: Target | null;
}

export interface ServedRows {
  readonly candidate: readonly ServedOutcome[];
  /** Of the other arm, under the same config versions; none where the candidate served alone. */
  readonly control: readonly ServedOutcome[];
  /** Requests that the candidate served, read or not. */
  readonly requests: number;
  /** Share of them that was read. */
  readonly share: number;
}

/** Rows held in memory at most, of both sides; beyond, those with the smallest sample keys stand for all. */
const MOST_ROWS = 200_000;

/** What a promotion served, from one instant to another, and on which side of a split a row is. */
interface Served {
  readonly from: number;
  readonly to: number;
  /** `NAME@VERSION`; null for an endpoint version, which rows do not name. */
  readonly config: string | null;
  /** Whether the candidate served a row, by the key its dice rolled on. */
  readonly isCandidate: (hi: number, lo: number) => boolean;
}

/** A row under a promotion. */
interface Match {
  readonly frame: Frame;
  readonly segment: Segment;
  readonly row: number;
  /** The candidate's, or the other arm's. */
  readonly isCandidate: boolean;
}

/** Every live row that was served under the promotions of an experiment. */
function* matchesOf(store: Store, promotions: readonly StoredPromotion[]): Generator<Match> {
  const scopes = new Map(promotions.map((one) => [scopeName(one), one]));
  for (const [name, scope] of scopes) {
    const own = promotions.filter((one) => scopeName(one) === name);
    const served = own.map((one) => servedBy(store.control, one));
    const from = Math.min(...own.map(({ at }) => at));
    const [project, endpoint] = scope.scope === "endpoint" ? splitScope(scope) : [scope.scope_id, undefined];
    const filter = { from, project, ...(endpoint === undefined ? {} : { endpoint }), origins: ["live"] as const };
    const frame = store.traffic.frame({ from });
    const window = chooseWindow(frame, filter, { rows: Number.POSITIVE_INFINITY, seed: DEFAULT_SEED });
    const configs = frame.dictionary("config");
    for (const { segment, rows } of window.selection.segments()) {
      if (rows.length === 0) continue;
      const at = segment.column("created_at");
      const config = segment.column("config");
      const [hi, lo] = [segment.column("sticky_hi"), segment.column("sticky_lo")];
      for (const row of rows) {
        const when = at[row]!;
        const label = configs[config[row]!] ?? null;
        const by = served.find(
          (one) => (one.config === null || one.config === label) && when >= one.from && when < one.to,
        );
        if (by !== undefined) yield { frame, segment, row, isCandidate: by.isCandidate(hi[row]!, lo[row]!) };
      }
    }
  }
}

/** Reads what the promotions of an experiment really served. */
export function servedRows(store: Store, promotions: readonly StoredPromotion[], cards: Cards): ServedRows {
  const keys: number[] = [];
  for (const { segment, row } of matchesOf(store, promotions)) keys.push(segment.column("sample_key")[row]!);
  const size = { rows: MOST_ROWS, seed: DEFAULT_SEED };
  const threshold =
    keys.length > MOST_ROWS ? sampleThreshold(Float64Array.from(keys), keys.length, size) : Number.POSITIVE_INFINITY;
  let requests = 0;
  const candidate: ServedOutcome[] = [];
  const control: ServedOutcome[] = [];
  const costs = remembered((frame: Frame) => remembered(listCosts(frame, { card: cards })));
  for (const { frame, segment, row, isCandidate } of matchesOf(store, promotions)) {
    if (isCandidate) requests++;
    if (segment.column("sample_key")[row]! > threshold) continue;
    (isCandidate ? candidate : control).push(outcomeOf(frame, segment, row, costs(frame)(segment)(row)));
  }
  return { candidate, control, requests, share: requests === 0 ? 1 : candidate.length / requests };
}

function outcomeOf(frame: Frame, segment: Segment, row: number, costFrozen: number): ServedOutcome {
  const failed = ((segment.column("bits")[row]! >>> BIT.status) & 7) !== 0;
  const uncached = segment.column("input_uncached")[row]!;
  const cached = Math.max(0, segment.column("cache_read")[row]!) + Math.max(0, segment.column("cache_write")[row]!);
  return {
    at: segment.column("created_at")[row]!,
    input: uncached < 0 ? Number.NaN : uncached + cached,
    cost: segment.column("cost_logged")[row]!,
    costFrozen,
    latency: failed ? Number.NaN : segment.column("latency_ms")[row]!,
    failed,
    target: frame.dictionary("target")[segment.column("target")[row]!] ?? null,
  };
}

function servedBy(control: Control, promotion: StoredPromotion): Served {
  const { config, version, endpoint_version: own } = promotion.serving;
  if (own !== null) {
    const [project, name] = splitScope(promotion);
    const to = control.endpoint(project, name, own + 1)?.created_at ?? Number.POSITIVE_INFINITY;
    return { from: promotion.at, to, config: null, isCandidate: () => true };
  }
  const label = `${config}@${version}`;
  // A config may serve again after a rollback: the version itself says what served.
  const span = { from: promotion.at, to: Number.POSITIVE_INFINITY, config: label };
  if (promotion.arm === null) return { ...span, isCandidate: () => true };
  const stored = control.config(config ?? "", version ?? undefined);
  if (stored === null) return { ...span, isCandidate: () => false };
  const { split, salt } = stored.policy as {
    readonly split: readonly { readonly name: string; readonly weight: number }[];
    readonly salt: string;
  };
  const total = split.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  const ends = split.map(({ weight }) => (reached += weight) / total);
  const dice = hash64(salt);
  const arm = split.findIndex(({ name }) => name === promotion.arm);
  return { ...span, isCandidate: (hi, lo) => armOf(ends, roll(dice.hi, dice.lo, hi, lo)) === arm };
}
