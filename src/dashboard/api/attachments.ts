import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

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

/** Restores what served a scope before its last change. */
export function rollBack(scope: string): Promise<Attachment> {
  return ask<Attachment>("/api/attachments/rollback", { method: "POST", body: { scope } });
}
