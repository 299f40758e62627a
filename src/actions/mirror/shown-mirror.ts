import type { Control } from "../../store/control.ts";
import type { StoredMirror } from "../../store/shadow.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";
import { MIRROR_OUTCOMES, type MirrorOutcome } from "./counts.ts";
import { mirroredScope } from "./names.ts";
import { utcDay } from "./utc-day.ts";

/** A mirror as the API and `--json` show it, with what has come of it today. */
export interface ShownMirror {
  readonly id: string;
  /** `project:NAME`, `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  readonly candidate: string;
  readonly policy: unknown;
  readonly share: number;
  readonly max_usd_per_day: number;
  readonly timeout_ms: number;
  readonly concurrency: number;
  readonly pack: StoredMirror["pack"];
  /** Ids of its contracts. */
  readonly contracts: readonly string[];
  readonly state: StoredMirror["state"];
  readonly created_at: string;
  readonly actor: string;
  /** Of the UTC day. */
  readonly today: {
    readonly day: string;
    readonly spent_usd: number;
    /** Set aside for calls under way. */
    readonly reserved_usd: number;
    /** Chosen requests, by what became of them. */
    readonly requests: Readonly<Record<MirrorOutcome, number>>;
  };
  /** Its newest run: null before the first comparison. */
  readonly run: string | null;
  readonly summary: ShadowSummary | null;
}

export function shownMirror(control: Control, mirror: StoredMirror, now: number): ShownMirror {
  const { id, contracts, created_at: created, project: _project, endpoint: _endpoint, salt: _salt, ...rest } = mirror;
  const { shadows } = control;
  const day = utcDay(now);
  const counts = shadows.mirrorCounts(id, day);
  const [run = null] = shadows.shadowRuns({ mirror: id }, 1);
  const requests = MIRROR_OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0] as const);
  return {
    id,
    scope: mirroredScope(mirror),
    ...rest,
    contracts: contracts.map((contract) => (contract as { readonly id: string }).id),
    created_at: new Date(created).toISOString(),
    today: {
      day,
      ...shadows.mirrorSpent(id, day),
      requests: Object.fromEntries(requests) as Readonly<Record<MirrorOutcome, number>>,
    },
    run: run?.id ?? null,
    summary: run?.summary ?? null,
  };
}
