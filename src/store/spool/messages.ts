import type { Written } from "./segment-writer.ts";

/** To the thread that fills the store. */
export type ToDrain =
  | ({ readonly kind: "written" } & Written)
  /** Answer once everything written so far is in the store; no resting until then. */
  | { readonly kind: "flush" }
  | { readonly kind: "stop" };

/** From that thread. */
export type FromDrain =
  /** Rows of this run that are taken care of, and those of them that the store did not have. */
  | { readonly kind: "drained"; readonly rows: number; readonly stored: number }
  /** Rows that earlier runs left behind and that are still to be stored. */
  | { readonly kind: "leftovers"; readonly rows: number }
  /** What keeps rows from the store; null = nothing any more. */
  | { readonly kind: "trouble"; readonly trouble: string | null }
  | { readonly kind: "flushed" };

/** What the thread is started with. */
export interface DrainStart {
  /** The data folder. */
  readonly folder: string;
  /** The folder of this run's segments. */
  readonly run: string;
  /** One Int32: how busy the main thread is, per mille. */
  readonly load: SharedArrayBuffer;
  /** Rows of this run that a thread that died had taken care of. */
  readonly drained: number;
}

/** Where the spool lies in a data folder. */
export const SPOOL_FOLDER = "spool";
