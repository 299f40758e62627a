/** To the worker. */
export type ToWorker =
  /** So many bytes of a file are on disk; `last` = no more will come to it. */
  | { readonly kind: "written"; readonly file: string; readonly bytes: number; readonly last: boolean }
  | { readonly kind: "close" };

/** From the worker. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "drained"; readonly file: string; readonly bytes: number; readonly rows: number }
  /** The store does not take rows; null = it does again. */
  | { readonly kind: "trouble"; readonly message: string | null }
  | { readonly kind: "closed" };
