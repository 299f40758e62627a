import { OperatorError } from "../../core/errors.ts";
import type { Role, StoredKey } from "../../store/gateway-control.ts";

/** What each role may do beyond the gateway: look, or change things. */
const RANK: Readonly<Record<Role, number>> = { client: 0, viewer: 1, editor: 2, admin: 3 };

/** Who is behind a request to the API. */
export interface Principal {
  /** Name of the key, for the audit log. */
  readonly name: string;
  readonly role: Role;
  readonly project: string;
}

export function principalOf(key: StoredKey): Principal {
  return { name: key.name, role: key.role, project: key.project };
}

/** Throws `forbidden` where somebody has less than this role. @param doing what needs it, such as "Replaying" */
export function need(principal: Principal, least: Role, doing: string): void {
  if (RANK[principal.role] >= RANK[least]) return;
  throw new OperatorError(
    "forbidden",
    `${doing} needs a key with the role ${least} or above; this one is ${principal.role}`,
  );
}
