import type { StoredKey } from "../../store/gateway-control.ts";
import { presentedKey } from "./caller.ts";
import type { ClientRequest } from "./client-request.ts";
import type { GatewayState, KeyRefusal } from "./gateway-state.ts";
import { blocked, type Refusal } from "./refusal.ts";

/** On whose behalf a request is served. */
export interface Identity {
  /** Null only for replays of rows whose key is not known. */
  readonly key: StoredKey | null;
  readonly project: string;
  /** The key's default endpoint. */
  readonly endpoint: string | null;
}

const WORDS: Readonly<Record<KeyRefusal, string>> = {
  unknown: "The API key is not known here.",
  revoked: "The API key was revoked.",
  expired: "The API key has expired.",
};

/** Who asks, by the key presented. Viewers look, they do not call. */
export function identify(
  request: Pick<ClientRequest, "headers" | "created_at">,
  state: GatewayState,
): Identity | Refusal {
  const raw = presentedKey(request);
  if (raw === null) {
    const how = "Send one as `Authorization: Bearer KEY` or `x-api-key: KEY`; `understudy keys create` makes one.";
    return blocked(401, "missing_api_key", `No API key was sent. ${how}`, "invalid_request");
  }
  const key = state.key(raw, request.created_at);
  if (typeof key === "string") return blocked(401, "invalid_api_key", WORDS[key], "invalid_request");
  if (key.role === "viewer") {
    return blocked(403, "role_not_allowed", "This key may look at logs, not send requests.", "invalid_request");
  }
  return { key, project: key.project, endpoint: key.endpoint };
}

/** Whether the key presented may look at figures of the gateway: any role but a client's. */
export function mayLook(request: Pick<ClientRequest, "headers">, state: GatewayState, now: number): boolean {
  const raw = presentedKey(request);
  const key = raw === null ? "unknown" : state.key(raw, now);
  return typeof key !== "string" && key.role !== "client";
}
