import { checkName } from "./checked-name.ts";
import { OperatorError } from "../core/errors.ts";
import type { Control } from "../store/control.ts";
import { DEFAULT_RETENTION_DAYS } from "./retention.ts";
import { ROLES, type Role, type StoredKey } from "../store/gateway-control.ts";

export interface CreateKeyRequest {
  readonly name: string;
  readonly role: Role;
  readonly project: string;
  readonly endpoint: string | null;
  readonly budget_usd_per_day: number | null;
  /** ms since the epoch. */
  readonly expires_at: number | null;
  readonly actor: string;
}

export interface KeyParts {
  readonly control: Control;
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** 32 random bytes as base64url. */
  readonly secret: () => string;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** What a key may be allowed. */
export const KEY_ROLES = ROLES;

const PREFIX_LENGTH = 9;
const LETTERS: Readonly<Record<Role, string>> = { admin: "a", editor: "e", viewer: "v", client: "c" };

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/** Makes a key. `secret` is the key itself: shown once, stored nowhere. */
export function createKey(
  parts: KeyParts,
  request: CreateKeyRequest,
): { readonly key: StoredKey; readonly secret: string } {
  const { control, now, newId, hash } = parts;
  const { actor, ...rest } = request;
  if (request.endpoint !== null && control.endpoint(request.project, request.endpoint) === null) {
    throw new OperatorError("endpoint_unknown", `project ${request.project} has no endpoint ${request.endpoint}`, {
      field: "endpoint",
    });
  }
  if (request.expires_at !== null && request.expires_at <= now())
    throw new OperatorError("usage", "the key would have expired already", { field: "expires_at" });
  const secret = `us_${LETTERS[request.role]}_${parts.secret()}`;
  const at = now();
  const key: StoredKey = {
    ...rest,
    id: `key_${newId()}`,
    hash: hash(secret),
    prefix: secret.slice(0, PREFIX_LENGTH),
    revoked_at: null,
    created_at: at,
  };
  if (!control.projects().some(({ name }) => name === request.project)) {
    checkName(request.project, "project");
    control.putProject({ name: request.project, created_at: at, retention_days: DEFAULT_RETENTION_DAYS, redact: [] });
    control.audit({ id: newId(), at, actor, action: "project.create", details: { project: request.project } });
  }
  control.putKey(key);
  control.audit({
    id: newId(),
    at,
    actor,
    action: "key.create",
    details: {
      key: key.id,
      name: key.name,
      role: key.role,
      project: key.project,
      ...(key.endpoint === null ? {} : { endpoint: key.endpoint }),
      ...(key.budget_usd_per_day === null ? {} : { budget_usd_per_day: key.budget_usd_per_day }),
      ...(key.expires_at === null ? {} : { expires_at: new Date(key.expires_at).toISOString() }),
    },
  });
  return { key, secret };
}

/** What may be shown of a key: never its hash. */
export function shownKey(key: StoredKey): Omit<StoredKey, "hash"> {
  return Object.fromEntries(Object.entries(key).filter(([name]) => name !== "hash")) as Omit<StoredKey, "hash">;
}

/**
 * What rows name a key by, its id, for whatever people call it: id, prefix or name. A text that is no key here stays: imported rows
 * name keys as their source did. Throws `key_unknown` where several keys have that name.
 */
export function keyInRows(control: Pick<Control, "keys">, text: string): string {
  const [found, ...others] = control
    .keys()
    .filter(({ id, prefix, name }) => id === text || prefix === text || name === text);
  if (others.length === 0) return found?.id ?? text;
  throw new OperatorError("key_unknown", `${others.length + 1} keys are called ${text}`, {
    hint: `Name one by its id: ${[found, ...others].map((key) => key?.id).join(", ")}.`,
  });
}

/** Whether a key opens anything at an instant, ms. */
export function keyState(
  { revoked_at: revoked, expires_at: expires }: Pick<StoredKey, "revoked_at" | "expires_at">,
  now: number,
): "good" | "expired" | "revoked" {
  if (revoked !== null) return "revoked";
  return expires !== null && expires <= now ? "expired" : "good";
}

/** By id, or by prefix where only one key begins like that. Throws `key_unknown`. */
export function revokeKey({ control, now, newId }: KeyParts, id: string, actor: string): StoredKey {
  const at = now();
  const [known, ...others] = control.keys().filter((key) => key.id === id || key.prefix === id);
  if (known === undefined) throw new OperatorError("key_unknown", `there is no key ${id}`);
  if (others.length > 0)
    throw new OperatorError("key_unknown", `${others.length + 1} keys begin with ${id}`, {
      hint: `Name one by its id: ${[known, ...others].map((key) => key.id).join(", ")}.`,
    });
  if (!control.revokeKey(known.id, at)) throw new OperatorError("key_unknown", `${known.id} was revoked before`);
  control.audit({ id: newId(), at, actor, action: "key.revoke", details: { key: known.id, name: known.name } });
  return { ...known, revoked_at: at };
}
