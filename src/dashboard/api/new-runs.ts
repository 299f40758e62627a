import { queryOptions } from "@tanstack/react-query";
import type { Protocol } from "../../judging/protocol.ts";
import { ask, type Query } from "./client.ts";

/** A slice of time, as the API takes it. */
export interface AskedWindow {
  readonly last?: string;
  readonly newest?: true;
  readonly from?: string;
  readonly to?: string;
}

/** Which rows of it. */
export interface AskedFilter {
  readonly project?: string;
  readonly endpoint?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly user?: string;
  readonly tag?: string;
  readonly feature?: string;
  readonly api_key?: string;
  readonly strategy?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

interface Rows {
  readonly window: AskedWindow;
  readonly filter: AskedFilter;
}

/** What is replayed by routing alone. */
export interface AskedSimulation extends Rows {
  readonly policy: unknown;
  readonly sample?: number | "all";
}

/** What is asked for real. */
export interface AskedExperiment extends Rows {
  readonly policy?: unknown;
  readonly candidate_endpoint?: string;
  readonly endpoint?: unknown;
  readonly sample?: number | "all";
  readonly max_spend_usd?: number;
  readonly control?: number | "none";
  readonly embeddings?: string;
  readonly judge?: AskedJudge;
}

/** Who judges the pairs once they are there, for what the cap has left. */
export interface AskedJudge {
  readonly judge: string;
  readonly criterion?: string;
  readonly protocol: Protocol;
}

/** What one target would be asked. */
export interface PreviewedTarget {
  readonly target: string;
  readonly role: "candidate" | "control" | "embeddings";
  readonly calls: number;
  readonly calls_at_most: number;
  readonly expected_usd: number | null;
  readonly worst_usd: number;
  readonly unpriced: number;
}

/** What would be sent, and what that may cost. */
export interface RunPreview {
  readonly window: { readonly start: string; readonly end: string };
  readonly frame: {
    readonly window_rows: number;
    readonly replayable: number;
    readonly unreplayable: Readonly<Record<string, number>>;
    readonly sampled: number;
  };
  readonly targets: readonly PreviewedTarget[];
  readonly worst_usd: number;
  readonly expected_usd: number | null;
  /** Absent: nobody judges. */
  readonly judge?: {
    readonly judge: string;
    readonly protocol: Protocol;
    readonly pairs: number;
    readonly calls: number;
    readonly calls_at_most: number;
    readonly expected_usd: number | null;
    readonly worst_usd: number;
  };
  readonly warnings: readonly string[];
}

/** Rows that are replayed unless others are asked for. */
const ORIGINS = "live,import";
const DAY_MS = 86_400_000;

/** Where a window counted back from the newest row begins; null where the log has none. */
async function fromNewest(last: string, signal: AbortSignal): Promise<string | null> {
  const query = { origin: ORIGINS, limit: 1 };
  const { rows } = await ask<{ readonly rows: readonly { readonly created_at: string }[] }>("/api/logs", {
    query,
    signal,
  });
  const newest = rows[0]?.created_at;
  if (newest === undefined) return null;
  return new Date(new Date(newest).getTime() + 1 - Number.parseInt(last, 10) * DAY_MS).toISOString();
}

/** How many rows of the log a window and its filter hold. */
export function windowRowsQuery({ window, filter }: Rows) {
  return queryOptions({
    queryKey: ["logs", "count", "window", window, filter],
    queryFn: async ({ signal }) => {
      const { newest, last, from, to } = window;
      const bounds: Query =
        newest === true && last !== undefined ? { from: await fromNewest(last, signal) } : { last, from, to };
      const { user, metadata = {}, ...named } = filter;
      const [first] = Object.entries(metadata);
      const query = {
        ...bounds,
        ...named,
        end_user: user,
        metadata: first === undefined ? null : first.join("="),
        origin: ORIGINS,
      };
      return (await ask<{ readonly rows: number }>("/api/logs/count", { query, signal })).rows;
    },
  });
}

/** Replays by routing alone: nobody is called. @returns the id of what came of it */
export async function startSimulation(body: AskedSimulation): Promise<string> {
  return (await ask<{ readonly id: string }>("/api/simulations", { method: "POST", body })).id;
}

/** What an experiment would send; sends nothing. */
export async function previewExperiment(body: AskedExperiment): Promise<RunPreview> {
  const asked = { ...body, preview: true };
  return (await ask<{ readonly preview: RunPreview }>("/api/experiments", { method: "POST", body: asked })).preview;
}

/** Begins an experiment: from here on calls are paid for. @returns its id */
export async function startExperiment(body: AskedExperiment): Promise<string> {
  return (await ask<{ readonly id: string }>("/api/experiments", { method: "POST", body })).id;
}
