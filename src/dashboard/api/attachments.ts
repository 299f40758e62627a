import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";
import type { ServedChange, ServedPolicy } from "./promotions.ts";

/** Which config version serves a scope, or (null) that none does any more. */
export interface Attachment {
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  /** `NAME@VERSION`. */
  readonly config: string | null;
  /** ISO 8601. */
  readonly attached_at: string;
  readonly actor: string;
}

/** What serves what now. */
export const attachmentsQuery = queryOptions({
  queryKey: ["attachments", "list"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly attachments: readonly Attachment[] }>("/api/attachments", { signal })).attachments,
});

/** What served a scope when, newest first. */
export function attachmentHistoryQuery(scope: string) {
  return queryOptions({
    queryKey: ["attachments", "history", scope],
    queryFn: async ({ signal }) =>
      (
        await ask<{ readonly history: readonly Attachment[] }>("/api/attachments/history", {
          query: { scope },
          signal,
        })
      ).history,
  });
}

/** Lets a config version serve a scope. @param config `NAME@VERSION` */
export function attach(scope: string, config: string): Promise<Attachment> {
  return ask<Attachment>("/api/attachments", { method: "POST", body: { scope, config } });
}

/** Lets no config serve a scope any more. */
export function detach(scope: string): Promise<Attachment> {
  return ask<Attachment>("/api/attachments/detach", { method: "POST", body: { scope } });
}

/** Restores what served a scope before its last change. @param whole before the promoted candidate had any share */
export function rollBack(scope: string, whole = false): Promise<Attachment> {
  return ask<Attachment>("/api/attachments/rollback", { method: "POST", body: { scope, whole } });
}

/** What a rollback would bring back. */
export interface RollbackPreview extends ServedChange {
  readonly after: ServedPolicy;
  /** Whose promotion would be undone. */
  readonly experiment: string | null;
}

/** What rolling back would bring back; nothing is changed. */
export function rollbackQuery(scope: string, whole: boolean) {
  return queryOptions({
    queryKey: ["attachments", "rollback", scope, whole],
    queryFn: ({ signal }) => ask<RollbackPreview>("/api/attachments/rollback", { query: { scope, whole }, signal }),
    staleTime: 0,
  });
}
