import { armOf } from "../../../core/ask.ts";
import { hash64, roll } from "../../../core/dice.ts";
import type { Target } from "../../../core/target.ts";
import { BIT } from "../../../replay/frame.ts";
import { DEFAULT_SEED } from "../../../replay/sample.ts";
import { chooseWindow } from "../../../replay/window.ts";
import type { Control, Store } from "../../../store/control.ts";
import type { StoredPromotion } from "../../../store/promotions.ts";
import { listCosts } from "../../replays/list-cost.ts";
import { splitScope } from "../in-force.ts";
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
}

/** What a promotion served, from one instant to another, and on which side of a split a row is. */
interface Served {
  readonly from: number;
  readonly to: number;
  /** `NAME@VERSION`; null for an endpoint version, which rows do not name. */
  readonly config: string | null;
  /** Whether the candidate served a row, by the key its dice rolled on. */
  readonly isCandidate: (hi: number, lo: number) => boolean;
}

/** Reads what the promotions of an experiment really served. */
export function servedRows(store: Store, promotions: readonly StoredPromotion[], cards: Cards): ServedRows {
  const candidate: ServedOutcome[] = [];
  const control: ServedOutcome[] = [];
  const scopes = new Map(promotions.map((one) => [`${one.scope}:${one.scope_id}`, one]));
  for (const scope of scopes.values()) {
    const own = promotions.filter((one) => one.scope === scope.scope && one.scope_id === scope.scope_id);
    const served = own.map((one) => servedBy(store.control, one));
    const from = Math.min(...own.map(({ at }) => at));
    const [project, endpoint] = scope.scope === "endpoint" ? splitScope(scope) : [scope.scope_id, undefined];
    const filter = { from, project, ...(endpoint === undefined ? {} : { endpoint }), origins: ["live"] as const };
    const frame = store.traffic.frame({ from });
    const window = chooseWindow(frame, filter, { rows: Number.POSITIVE_INFINITY, seed: DEFAULT_SEED });
    const configs = frame.dictionary("config");
    const targets = frame.dictionary("target");
    const frozen = listCosts(frame, { card: cards });
    for (const { segment, rows } of window.selection.segments()) {
      if (rows.length === 0) continue;
      const at = segment.column("created_at");
      const config = segment.column("config");
      const [hi, lo] = [segment.column("sticky_hi"), segment.column("sticky_lo")];
      const costs = segment.column("cost_logged");
      const latency = segment.column("latency_ms");
      const target = segment.column("target");
      const [uncached, read, written] = [
        segment.column("input_uncached"),
        segment.column("cache_read"),
        segment.column("cache_write"),
      ];
      const bits = segment.column("bits");
      const frozenCost = frozen(segment);
      for (const row of rows) {
        const when = at[row] as number;
        const label = configs[config[row] as number] ?? null;
        const by = served.find(
          (one) => (one.config === null || one.config === label) && when >= one.from && when < one.to,
        );
        if (by === undefined) continue;
        const failed = (((bits[row] as number) >>> BIT.status) & 7) !== 0;
        const own = uncached[row] as number;
        const outcome = {
          at: when,
          input: own < 0 ? Number.NaN : own + Math.max(0, read[row] as number) + Math.max(0, written[row] as number),
          cost: costs[row] as number,
          costFrozen: frozenCost(row),
          latency: failed ? Number.NaN : (latency[row] as number),
          failed,
          target: targets[target[row] as number] ?? null,
        };
        (by.isCandidate(hi[row] as number, lo[row] as number) ? candidate : control).push(outcome);
      }
    }
  }
  return { candidate, control };
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
