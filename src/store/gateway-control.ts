import type { AuditLog } from "./audit.ts";
import type { EndpointDefinition } from "../core/endpoint.ts";

/** What a key may do; `client` keys reach the gateway and their own project's replays only. */
export const ROLES = ["admin", "editor", "viewer", "client"] as const;
export type Role = (typeof ROLES)[number];

export interface StoredProject {
  readonly name: string;
  readonly created_at: number;
  /** Days rows are kept; null = for ever. 7 unless said. */
  readonly retention_days: number | null;
  /** Guardrail rules whose matches are taken out of bodies before they are stored. */
  readonly redact: readonly { readonly kind: string; readonly [option: string]: unknown }[];
}

export interface StoredKey {
  /** `key_` and a UUIDv7. */
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the whole key, hex: the key itself is shown once and never stored. */
  readonly hash: string;
  /** Its first characters, to tell keys apart. */
  readonly prefix: string;
  readonly role: Role;
  readonly project: string;
  /** Served where the client names no endpoint. */
  readonly endpoint: string | null;
  readonly budget_usd_per_day: number | null;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly created_at: number;
}

/** Versions count from 1 and never change; the newest is in force. */
export interface StoredEndpoint {
  readonly project: string;
  readonly name: string;
  readonly version: number;
  readonly definition: EndpointDefinition;
  readonly created_at: number;
  readonly note: string | null;
}

export const SCOPES = ["project", "endpoint"] as const;
export type Scope = (typeof SCOPES)[number];

/** Which config serves a scope from an instant on; the newest row counts. Endpoint beats project. */
export interface StoredAttachment {
  readonly scope: Scope;
  /** Project name, or `PROJECT/ENDPOINT`. */
  readonly scope_id: string;
  /** Null = nothing attached any more. */
  readonly config: string | null;
  readonly version: number | null;
  readonly attached_at: number;
  readonly actor: string;
}

export interface EndpointSession {
  readonly project: string;
  readonly endpoint: string;
  readonly session: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly requests: number;
}

/** The control data of the gateway: part of `Control`. */
export interface GatewayControl extends AuditLog {
  projects(): readonly StoredProject[];
  /** Adds or replaces. */
  putProject(project: StoredProject): void;

  keys(): readonly StoredKey[];
  putKey(key: StoredKey): void;
  /** False where there is no such key, or it was revoked before. */
  revokeKey(id: string, at: number): boolean;

  /** Adds the next version. */
  addEndpoint(endpoint: Omit<StoredEndpoint, "version">): StoredEndpoint;
  /** The newest version where none is named. */
  endpoint(project: string, name: string, version?: number): StoredEndpoint | null;
  /** Newest versions only, by project and name. */
  endpoints(): readonly StoredEndpoint[];

  attach(attachment: StoredAttachment): void;
  /** In force now, of every scope. */
  attachments(): readonly StoredAttachment[];
  /** Newest first. */
  attachmentHistory(scope: Scope, scopeId: string): readonly StoredAttachment[];

  /** Counts requests of sessions, many at a time. */
  touchSessions(seen: readonly EndpointSession[]): void;
  sessions(project: string, endpoint: string, limit: number): readonly EndpointSession[];

  /** USD spent by a key on a UTC day (`2026-11-21`). */
  spent(keyId: string, day: string): number;
  addSpend(spend: readonly { readonly key: string; readonly day: string; readonly usd: number }[]): void;

  /** Grows with every change of projects, keys, endpoints, attachments and configs: what caches are held against. */
  revision(): number;
}
