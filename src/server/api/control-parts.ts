import { z } from "@hono/zod-openapi";
import type { ControlParts } from "../../actions/audited.ts";
import type { EndpointParts } from "../../actions/endpoints.ts";
import type { KeyParts } from "../../actions/keys.ts";
import type { Store } from "../../store/control.ts";
import type { Principal } from "./access.ts";

/** What the routes over control data are handed. */
export interface ControlRoutesParts {
  readonly store: Store;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  readonly guardrails: EndpointParts["guardrails"];
  /** Throws what making a policy ready throws: a target that this gateway does not serve, for one. */
  readonly checkServed: (policy: unknown) => void;
  /** 32 random bytes as base64url. */
  readonly secret: KeyParts["secret"];
  /** SHA-256 in hex. */
  readonly hash: KeyParts["hash"];
}

/** The parts of an action, with whoever asks as its actor. */
export function actingAs(
  { store, now, newId, guardrails, secret, hash }: ControlRoutesParts,
  { name }: Principal,
): ControlParts & EndpointParts & KeyParts {
  return { control: store.control, now, newId, guardrails, secret, hash, newSalt: newId, actor: name };
}

/** ISO 8601, UTC; null stays null. */
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export const isoOrNull = z.iso.datetime().nullable();
