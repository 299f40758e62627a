import type { Facts, TargetFacts } from "../../core/facts.ts";
import type { RateCard } from "../../core/rates.ts";
import type { Target } from "../../core/target.ts";
import type { Control } from "../../store/control.ts";

/** Shares of end users, by project and user: what `spend_percentile` reads. */
export type Tiers = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A snapshot as it is stored. Prices and tiers change seldom and are large: they stand apart and are named. */
export interface StoredSnapshot {
  readonly kind: "live";
  readonly rates_id: string;
  /** Null = no tiers known. */
  readonly tiers_id: string | null;
  readonly targets: Readonly<Record<Target, Omit<TargetFacts, "target" | "rates">>>;
  /** What a ranking without `allow` chose from, in the order of configuration; snapshots of older versions do not say. */
  readonly configured?: readonly Target[];
}

/** Facts out of their stored parts. */
export function makeFacts(
  facts_id: string,
  cut_at: number,
  snapshot: StoredSnapshot,
  rates: Readonly<Record<Target, RateCard | null>>,
  tiers: Tiers | null,
): Facts {
  const targets = new Map<Target, TargetFacts>(
    Object.entries(snapshot.targets).map(([target, known]) => [
      target,
      { target, ...known, rates: rates[target] ?? null },
    ]),
  );
  return {
    facts_id,
    cut_at,
    targets,
    spendPercentile: (project, endUser) => (tiers === null ? null : (tiers[project]?.[endUser] ?? 0)),
  };
}

/** JSON has no infinity: the earliest price, which has no date, starts at null. */
export function packRates(rates: Readonly<Record<Target, RateCard | null>>): unknown {
  const spans = (card: RateCard) =>
    card.spans.map((span) => ({ ...span, from: Number.isFinite(span.from) ? span.from : null }));
  return Object.fromEntries(
    Object.entries(rates).map(([target, card]) => [target, card === null ? null : { ...card, spans: spans(card) }]),
  );
}

function unpackRates(stored: unknown): Readonly<Record<Target, RateCard | null>> {
  type Packed = Readonly<
    Record<
      Target,
      | (Omit<RateCard, "spans"> & {
          readonly spans: readonly { readonly from: number | null; readonly tiers: never[] }[];
        })
      | null
    >
  >;
  return Object.fromEntries(
    Object.entries(stored as Packed).map(([target, card]) => [
      target,
      card === null
        ? null
        : { ...card, spans: card.spans.map((span) => ({ ...span, from: span.from ?? Number.NEGATIVE_INFINITY })) },
    ]),
  );
}

/** What was configured when a row's plan was made, in its order; null where its facts do not say. */
export function readConfigured(control: Pick<Control, "facts">, factsId: string): readonly Target[] | null {
  const snapshot = control.facts(factsId)?.facts as StoredSnapshot | undefined;
  return snapshot?.configured ?? null;
}

/** The snapshot a row names, as its plan saw it; null where it is not a live snapshot of this store. */
export function readFacts(control: Pick<Control, "facts">, factsId: string): Facts | null {
  const stored = control.facts(factsId);
  const snapshot = stored?.facts as StoredSnapshot | undefined;
  if (stored === null || snapshot?.kind !== "live") return null;
  const rates = control.facts(snapshot.rates_id);
  const tiers = snapshot.tiers_id === null ? null : control.facts(snapshot.tiers_id);
  if (rates === null) return null;
  return makeFacts(
    factsId,
    stored.cut_at,
    snapshot,
    unpackRates(rates.facts),
    (tiers?.facts as Tiers | undefined) ?? null,
  );
}
