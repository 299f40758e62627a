import { HEALTH_RULES, type Capabilities, type Facts, type TargetFacts } from "../../core/facts.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { RateCard } from "../../core/rates.ts";
import type { Target } from "../../core/target.ts";
import type { Control, StoredFacts } from "../../store/control.ts";
import { cooldown, type Cooldown } from "./cooldown.ts";
import { healthWindows, type FinishedAttempt, type HealthWindows } from "./health-windows.ts";
import type { Learnt } from "./learnt.ts";
import { makeFacts, packRates, type StoredSnapshot } from "./stored-facts.ts";

const CUT = HEALTH_RULES.cut_every_ms;
const NO_OUTPUT: TargetFacts["expected_output"] = { overall: null, by_endpoint: {} };

export interface LiveFactsParts {
  readonly control: Pick<Control, "putFacts">;
  readonly rates: (target: Target) => RateCard | null;
  readonly capabilities: (target: Target) => Capabilities;
  /** Scores in [0, 1] given by hand: they count before learnt ones. */
  readonly quality: ReadonlyMap<Target, TargetFacts["quality"]>;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  readonly now: () => number;
}

/** Snapshots that may wait for the store, a few KB each; with more, plans go on with the last one. */
const MOST_UNSTORED = 1_000;

/** The facts that live plans see: cut when something changed, and at most every 10 s. */
export interface LiveFacts {
  /** Never throws for the store's sake: what it does not take waits. */
  current(): Facts;
  /** Stores what waits, where anything does. Throws where the store does not take it. */
  store(): void;
  /** Takes in an attempt that ended, of live traffic only. */
  observe(target: Target, attempt: FinishedAttempt, failure: OutcomeFailure | null): void;
  /** Takes in what was learnt from the log. */
  learnt(learnt: Learnt): void;
  /** Targets on cooldown now, with its end. */
  cooldowns(): readonly { readonly target: Target; readonly until: number }[];
}

interface Watched {
  readonly windows: HealthWindows;
  readonly cooldown: Cooldown;
}

/** @param targets what is configured; others are watched from their first attempt on */
export function liveFacts(parts: LiveFactsParts, targets: readonly Target[]): LiveFacts {
  const { control, hash, now } = parts;
  const watched = new Map<Target, Watched>();
  const named = new Set<string>();
  const unstored: StoredFacts[] = [];
  let known: Learnt | null = null;
  let cut = Number.NaN;
  let facts: Facts | null = null;

  const watch = (target: Target): Watched => {
    let one = watched.get(target);
    if (one === undefined) watched.set(target, (one = { windows: healthWindows(), cooldown: cooldown() }));
    return one;
  };
  for (const target of [...targets, ...parts.quality.keys()]) watch(target);

  function store(): void {
    while (unstored.length > 0) {
      control.putFacts(unstored[0] as StoredFacts);
      unstored.shift();
    }
  }

  /** Has data stored under a name made of its content. */
  function put(prefix: string, data: unknown, at: number): string {
    const id = `${prefix}_${hash(canonicalJson(data)).slice(0, 24)}`;
    if (!named.has(id)) {
      unstored.push({ facts_id: id, cut_at: at, facts: data });
      named.add(id);
    }
    return id;
  }

  function snapshotAt(at: number): Facts {
    const names = [...watched.keys()].toSorted();
    const rates = Object.fromEntries(names.map((target) => [target, parts.rates(target)]));
    const snapshot: StoredSnapshot = {
      kind: "live",
      configured: targets,
      rates_id: put("rates", packRates(rates), at),
      tiers_id: known === null || Object.keys(known.tiers).length === 0 ? null : put("tiers", known.tiers, at),
      targets: Object.fromEntries(
        names.map((target) => {
          const { windows, cooldown: rest } = watch(target);
          return [
            target,
            {
              capabilities: parts.capabilities(target),
              health: windows.at(Math.floor(at / CUT)),
              cooldown_until: rest.until(at),
              quality: parts.quality.get(target) ?? known?.quality[target] ?? { score: null, by_tag: {} },
              expected_output: known?.expected_output[target] ?? NO_OUTPUT,
            },
          ];
        }),
      ),
    };
    const id = put("facts", snapshot, at);
    return makeFacts(id, at, snapshot, rates, known?.tiers ?? null);
  }

  return {
    current() {
      const at = now();
      const due = Math.floor(at / CUT);
      if (facts === null || (due !== cut && unstored.length < MOST_UNSTORED)) {
        cut = due;
        facts = snapshotAt(at);
        try {
          store();
        } catch {
          // Requests do not fail for it; `store` is called again, and whoever calls it tells.
        }
      }
      return facts;
    },
    store,
    observe(target, attempt, failure) {
      const one = watch(target);
      one.windows.add(attempt);
      one.cooldown.add(attempt.ended_at, failure, attempt.ended_at - (attempt.latency_ms ?? 0));
    },
    learnt(given) {
      // Attempts of before this process started; those since then have been seen as they ended.
      if (known === null) {
        for (const [target, spans] of Object.entries(given.recent)) watch(target).windows.addAll(spans);
      }
      for (const target of Object.keys(given.quality)) watch(target);
      known = given;
    },
    cooldowns() {
      const at = now();
      return [...watched].flatMap(([target, one]) => {
        const until = one.cooldown.until(at);
        return until === null ? [] : [{ target, until }];
      });
    },
  };
}
