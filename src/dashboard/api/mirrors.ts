import { queryOptions } from "@tanstack/react-query";
import type { ShadowSummary } from "../../shadow/summary.ts";
import { ask } from "./client.ts";
import type { ReadPack } from "./packs.ts";

/** A share of live traffic that is asked of a candidate as well, and what came of it today. */
export interface Mirror {
  readonly id: string;
  /** `project:NAME`, `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  readonly candidate: string;
  readonly policy: unknown;
  readonly share: number;
  readonly max_usd_per_day: number;
  readonly timeout_ms: number;
  readonly concurrency: number;
  readonly pack: { readonly name: string; readonly hash: string } | null;
  readonly contracts: readonly string[];
  readonly state: "running" | "paused";
  readonly created_at: string;
  readonly actor: string;
  readonly today: {
    readonly day: string;
    readonly spent_usd: number;
    readonly reserved_usd: number;
    readonly requests: Readonly<Record<string, number>>;
  };
  readonly run: string | null;
  readonly summary: ShadowSummary | null;
}

/** What a mirror is asked to be. */
export interface NewMirror {
  readonly project: string;
  readonly endpoint: string | null;
  /** The name of a config, `single:MODEL:PROVIDER`, or a policy. */
  readonly policy: unknown;
  /** What a policy of its own is called. */
  readonly name: string | null;
  readonly share: number;
  readonly max_usd_per_day: number;
  readonly timeout_ms: number;
  readonly concurrency: number;
  readonly pack: Pick<ReadPack, "name" | "hash" | "contracts"> | null;
}

const LOOK_MS = 5_000;

/** In the order they were made; looked at again while one looks. */
export const mirrorsQuery = queryOptions({
  queryKey: ["mirrors"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly mirrors: readonly Mirror[] }>("/api/mirrors", { signal })).mirrors,
  refetchInterval: LOOK_MS,
});

export function addMirror(body: NewMirror): Promise<Mirror> {
  return ask<Mirror>("/api/mirrors", { method: "POST", body });
}

export function changeMirror(id: string, change: "pause" | "resume" | "remove"): Promise<Mirror> {
  const path = `/api/mirrors/${encodeURIComponent(id)}`;
  return change === "remove" ? ask(path, { method: "DELETE" }) : ask(`${path}/${change}`, { method: "POST" });
}
