import type { ShadowComparison } from "../../shadow/comparison.ts";
import { summariseShadow } from "../../shadow/summarise-shadow.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";
import type { Shadows, StoredMirror } from "../../store/shadow.ts";
import { mirroredScope } from "./names.ts";
import { utcDay } from "./utc-day.ts";

export interface DayRunsParts {
  readonly shadows: Pick<
    Shadows,
    "openShadowRun" | "putShadowRun" | "appendShadow" | "shadowRun" | "shadowComparisons"
  >;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** The run of a day has ended. What it throws has it told again. */
  readonly onEnded: (run: string) => void;
}

/** The comparisons of one mirror, a run a UTC day. */
export interface DayRuns {
  /** False where so much waits for the store already that it is forgotten. */
  add(comparison: ShadowComparison): boolean;
  /** Puts what waits into the store, summary renewed, and ends the run of a day that is over. Throws where the store does not take it; nothing is lost then. */
  store(): void;
  /** Also ends the run that goes on: nothing more is coming. */
  end(): void;
}

/** A day with more of them gets a further run: each is summed up anew with every batch. */
const MOST_PAIRS = 10_000;
const MOST_WAITING = 2_000;
const PAGE = 500;
const AT_ONCE = 50;

interface Open {
  readonly run: string;
  readonly day: string;
  /** Of what is in the store, without what is long. */
  readonly pairs: readonly ShadowComparison[];
  /** Of as many of them as were summed up. */
  readonly summary: ShadowSummary | null;
}

export function openDayRuns(mirror: () => StoredMirror, { shadows, now, newId, onEnded }: DayRunsParts): DayRuns {
  let waiting: ShadowComparison[] = [];
  let open: Open | null = null;
  let looked = false;

  /** Goes on with a run that an earlier gateway began. */
  function resume(): Open | null {
    const found = shadows.openShadowRun(mirror().id);
    if (found === null) return null;
    const pairs: ShadowComparison[] = [];
    for (let after = 0; ;) {
      const page = shadows.shadowComparisons(found.id, {}, PAGE, after);
      for (const { run: _run, number, ...comparison } of page) {
        pairs.push(slim(comparison));
        after = number;
      }
      if (page.length < PAGE) return { run: found.id, day: utcDay(found.created_at), pairs, summary: found.summary };
    }
  }
  function begin(at: number): Open {
    const { id, project, endpoint, pack, candidate } = mirror();
    const run = `shr_${newId()}`;
    shadows.putShadowRun(
      {
        id: run,
        origin: "mirror",
        created_at: at,
        finished_at: null,
        project,
        endpoint,
        mirror: id,
        pack,
        primary: mirroredScope(mirror()),
        candidate,
        repeat: 1,
        source: {},
        summary: summariseShadow([]),
      },
      [],
    );
    return { run, day: utcDay(at), pairs: [], summary: null };
  }
  function finish(): void {
    if (open === null) return;
    shadows.appendShadow(open.run, [], summariseShadow(open.pairs), now());
    onEnded(open.run);
    open = null;
  }
  function store(): void {
    const at = now();
    if (!looked) {
      open = resume();
      looked = true;
    }
    // Somebody may have removed it.
    if (open !== null && shadows.shadowRun(open.run) === null) open = null;
    if (open !== null && (open.day !== utcDay(at) || open.pairs.length >= MOST_PAIRS)) finish();
    if (waiting.length === 0) return;
    open ??= begin(at);
    while (waiting.length > 0) {
      // Others write to the store too, and wait meanwhile: a few at a time.
      const some = waiting.slice(0, AT_ONCE);
      const pairs: readonly ShadowComparison[] = [...open.pairs, ...some.map(slim)];
      const known: ShadowSummary | null = some.length === waiting.length ? null : open.summary;
      const summary: ShadowSummary = known ?? summariseShadow(pairs);
      shadows.appendShadow(open.run, some, summary, null);
      open = { ...open, pairs, summary };
      waiting = waiting.slice(AT_ONCE);
    }
  }

  return {
    add(comparison) {
      if (waiting.length >= MOST_WAITING) return false;
      waiting.push(comparison);
      return true;
    },
    store,
    end() {
      store();
      finish();
    },
  };
}

/** What a summary needs of a comparison: whether there was an answer, not which. */
function slim({ primary, shadow, steps, ...rest }: ShadowComparison): ShadowComparison {
  return {
    ...rest,
    differences: [],
    steps: steps.map((step) => ({ ...step, primary_findings: [], shadow_findings: [] })),
    primary: { ...primary, answer: primary.answer === null ? null : true },
    shadow: { ...shadow, answer: shadow.answer === null ? null : true },
  };
}
