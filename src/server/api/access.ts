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

/** Whether somebody has at least this role. */
export function may(principal: Principal, least: Role): boolean {
  return RANK[principal.role] >= RANK[least];
}
