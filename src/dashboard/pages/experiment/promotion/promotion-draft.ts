import type { AskedPromotion, AskedWatch } from "../../../api/promotions.ts";

/** Limits of a watch as they are typed. */
export interface WatchDraft {
  readonly lasts: string;
  /** Of the requests, in percent. */
  readonly errors: string;
  /** ms. */
  readonly p95: string;
  /** USD a request. */
  readonly cost: string;
  readonly back: boolean;
}

/** A promotion as it is filled in. */
export interface PromotionDraft {
  /** "" = not chosen. */
  readonly to: string;
  /** Whether all requests are to be served by the candidate. */
  readonly all: boolean;
  readonly percent: string;
  /** The other arm, as a target or a config; "" = the only model that is named. */
  readonly control: string;
  /** Name of the candidate's arm; "" = the experiment's id and `_candidate`. */
  readonly arm: string;
  readonly as: string;
  readonly watched: boolean;
  readonly watch: WatchDraft;
}

export const FIRST_WATCH: WatchDraft = { lasts: "24h", errors: "5", p95: "", cost: "", back: true };

/** Shares that a rollout goes through, percent. */
export const SHARES: readonly number[] = [1, 5, 10, 25, 50, 100];

/** What to call a share. */
export function shareText(percent: number): string {
  return percent === 100 ? "all requests" : `${percent} % of requests`;
}

/** "" is no number. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}

export function askedWatch({ lasts, errors, p95, cost, back }: WatchDraft): AskedWatch {
  const percent = numberOf(errors);
  return {
    for: lasts,
    // Without the digits that dividing by 100 leaves behind: 0.07 and not 0.07000000000000001.
    max_error_rate: percent === null ? null : Number((percent / 100).toPrecision(12)),
    max_p95_ms: numberOf(p95),
    max_cost_per_request_usd: numberOf(cost),
    auto_rollback: back,
  };
}

/** A policy as one names it in a field: `MODEL:PROVIDER`, or a config by `NAME@VERSION`. */
function policyOf(text: string): unknown {
  const [, name, version] = /^([^:]+)@(\d+)$/u.exec(text) ?? [];
  return name === undefined ? text.replace(/^single:/u, "") : { strategy: "config", name, version: Number(version) };
}

/** What is asked for; null where it cannot be asked yet. */
export function askedPromotion(draft: PromotionDraft): AskedPromotion | null {
  const { to, all, percent, watched, watch } = draft;
  const share = all ? null : numberOf(percent);
  if (to === "" || (!all && share === null)) return null;
  const [control, arm, as] = [draft.control, draft.arm, draft.as].map((text) => text.trim()) as [
    string,
    string,
    string,
  ];
  return {
    to,
    percent: share,
    arm: all || arm === "" ? null : arm,
    control: all || control === "" ? null : policyOf(control),
    as: as === "" ? null : as,
    watch: watched ? askedWatch(watch) : null,
    force: false,
  };
}

/** Which field of the form a refusal is about, by the name that the API gives it. */
const FIELDS: Readonly<Record<string, string>> = {
  "--to": "to",
  "--percent": "percent",
  "--control": "control",
  "--as": "as",
  "--name": "arm",
  "--watch": "errors",
  "watch.for": "lasts",
  "--max-error-rate": "errors",
  "--max-p95": "p95",
  "--max-cost-per-request": "cost",
};

/** The field of the form that a problem is about, and what is wrong with it; null where it is about no field. */
export function fieldProblem(problem: {
  readonly field: string | null;
  readonly message: string;
}): { readonly field: string; readonly message: string } | null {
  const field = FIELDS[problem.field ?? ""];
  return field === undefined ? null : { field, message: problem.message };
}
