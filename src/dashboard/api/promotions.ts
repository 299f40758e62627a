import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { ask } from "./client.ts";
import { problemOf, type Problem } from "./problem.ts";

/** What serves a scope. */
export interface Serves {
  /** `default`: no config anywhere, each request is served by the model it names. */
  readonly from: "attachment" | "endpoint" | "project" | "default";
  /** `NAME@VERSION`. */
  readonly config: string | null;
}

/** Limits that a promoted candidate is held to; null = none. */
export interface AskedWatch {
  /** `24h`. */
  readonly for: string;
  readonly max_error_rate: number | null;
  readonly max_p95_ms: number | null;
  readonly max_cost_per_request_usd: number | null;
  readonly auto_rollback: boolean;
}

export interface AskedPromotion {
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly to: string;
  /** Of the requests; null = all. */
  readonly percent: number | null;
  /** Name of the candidate's arm; null = the experiment's id and `_candidate`. */
  readonly arm: string | null;
  /** The policy of the other arm where nothing is attached; null = the only model that is named. */
  readonly control: unknown;
  /** Name of the config; null = that of what is attached. */
  readonly as: string | null;
  /** Null = none is begun. */
  readonly watch: AskedWatch | null;
  readonly force: boolean;
}

/** With what it says. */
export interface ServedPolicy extends Serves {
  /** A policy, or the whole definition of an endpoint. */
  readonly policy: unknown;
}

/** One place where what would serve differs from what serves. */
export interface ServedDifference {
  /** `split[1].weight`; empty for the whole. */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What serves now against what would. */
export interface ServedChange {
  readonly scope: string;
  readonly kind: "policy" | "endpoint";
  readonly before: ServedPolicy;
  /** `config` is the name alone where it is not stored yet. */
  readonly after: Omit<ServedPolicy, "from">;
  readonly diff: readonly ServedDifference[];
}

/** What a promotion changes, or would change. */
export interface Promotion extends ServedChange {
  readonly percent: number;
  readonly arm: string | null;
  readonly warnings: readonly string[];
  /** False where it serves so already. */
  readonly changed: boolean;
}

/** What would change, and what was said against it. */
export interface PromotionPreview {
  readonly promotion: Promotion;
  /** Why it is refused unless it is forced; null where it is not. */
  readonly refused: Problem | null;
}

/** What served a scope from an instant on. */
export interface ServedSince {
  /** ISO 8601. */
  readonly at: string;
  readonly actor: string | null;
  readonly serves: string | null;
  readonly percent: number;
}

/** A project or endpoint that the candidate was promoted to. */
export interface PromotedScope {
  readonly scope: string;
  readonly kind: "policy" | "endpoint";
  /** Of the requests, now; 0: it was taken out. */
  readonly percent: number;
  readonly arm: string | null;
  /** The experiment whose candidate serves instead. */
  readonly other: string | null;
  /** Newest first. */
  readonly history: readonly ServedSince[];
}

/** A project or endpoint that the candidate may be promoted to. */
export interface ChoosableScope {
  readonly scope: string;
  /** Of the experiment's window. */
  readonly requests: number;
  readonly models: readonly { readonly model: string; readonly requests: number }[];
  readonly serves: Serves;
}

/** How often what serves is looked at again: a watch may take it back, somebody else may change it. */
const AGAIN_MS = 5_000;

function addressOf(experiment: string): string {
  return `/api/experiments/${encodeURIComponent(experiment)}`;
}

/** Where the candidate of an experiment was promoted to, and what it serves there now. */
export function promotedQuery(experiment: string) {
  return queryOptions({
    queryKey: ["promotions", "of", experiment],
    queryFn: async ({ signal }) =>
      (await ask<{ readonly scopes: readonly PromotedScope[] }>(`${addressOf(experiment)}/promotions`, { signal }))
        .scopes,
    refetchInterval: ({ state }) => ((state.data ?? []).some(({ percent }) => percent > 0) ? AGAIN_MS : false),
  });
}

/** Where it may be promoted to: what its window holds requests of first. */
export function scopesQuery(experiment: string) {
  return queryOptions({
    queryKey: ["promotions", "scopes", experiment],
    queryFn: async ({ signal }) =>
      (await ask<{ readonly scopes: readonly ChoosableScope[] }>(`${addressOf(experiment)}/scopes`, { signal })).scopes,
  });
}

function asking(experiment: string, asked: AskedPromotion, more: object, signal?: AbortSignal): Promise<Promotion> {
  const { control, ...rest } = asked;
  const body = { ...rest, ...(control === null ? {} : { control }), ...more };
  return ask<Promotion>(`${addressOf(experiment)}/promote`, {
    method: "POST",
    body,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** What a promotion would change; nothing is changed. What is refused unless forced is shown all the same, with the refusal. @param asked null = not to be asked yet */
export function promotionPreviewQuery(experiment: string, asked: AskedPromotion | null) {
  return queryOptions({
    queryKey: ["promotions", "preview", experiment, asked],
    enabled: asked !== null,
    retry: false,
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }): Promise<PromotionPreview> => {
      const whole = asked as AskedPromotion;
      try {
        return { promotion: await asking(experiment, whole, { dry_run: true }, signal), refused: null };
      } catch (error) {
        const refused = problemOf(error);
        if (refused.code !== "promote_refused") throw error;
        // Where force does not help, it is what has to be mended first.
        return { promotion: await asking(experiment, whole, { dry_run: true, force: true }, signal), refused };
      }
    },
  });
}

/** Lets the candidate serve. @param seen what serves as far as whoever asks knows: refused where something else does by now */
export function promote(experiment: string, asked: AskedPromotion, seen: Serves): Promise<Promotion> {
  return asking(experiment, asked, { replaces: seen.config });
}

/** Has what depends on what serves asked for again. */
export async function servingChanged(client: QueryClient): Promise<void> {
  const stale = ["promotions", "watches", "attachments", "configs", "endpoints", "audit"];
  await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })));
}
