import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Exchange } from "../../core/exchange.ts";

/** Who was erased, by digest: rows that a gateway wrote before that and that come into the store after it are theirs no more. */
export interface ErasedUsers {
  /** @param project null = in every one @param until rows created before this instant, ms */
  add(user: string, project: string | null, until: number): void;
  /** What may go into the store: all but what a gateway logged of somebody who was erased since. An import brings what its file holds. */
  without(exchanges: readonly Exchange[]): readonly Exchange[];
}

export function openErasedUsers(database: DatabaseSync): ErasedUsers {
  const add = database.prepare("INSERT INTO erased_users (digest, project, until) VALUES (?, ?, ?)");
  const any = database.prepare("SELECT EXISTS (SELECT 1 FROM erased_users) AS there");
  const find = database.prepare(
    "SELECT EXISTS (SELECT 1 FROM erased_users WHERE digest = ? AND (project IS NULL OR project = ?) AND until > ?) AS there",
  );
  const isErased = ({ source, end_user: user, project, created_at: at }: Exchange): boolean =>
    source === "gateway" && user !== null && (find.get(digestOf(user), project, at) as { there: number }).there === 1;

  return {
    add: (user, project, until) => void add.run(digestOf(user), project, until),
    without: (exchanges) =>
      (any.get() as { there: number }).there === 0 ? exchanges : exchanges.filter((exchange) => !isErased(exchange)),
  };
}

function digestOf(user: string): Uint8Array {
  return createHash("sha256").update(user).digest();
}
