import { canonicalJson } from "../core/canonical.ts";
import { fingerprints, sha256Hex } from "../core/fingerprint.ts";
import { neutralRequest } from "../core/neutral/neutral-request.ts";
import type { RequestBody } from "./provider.ts";

/** The `request_hash` of a chat body; of any other body the SHA-256 of its canonical JSON without model, stream and user. */
export function requestKey(body: RequestBody): string {
  const hash = fingerprints(neutralRequest(body, "openai-chat", sha256Hex)).request_hash;
  if (hash !== null) return hash;
  const { model: _model, stream: _stream, user: _user, ...asked } = body;
  return sha256Hex(canonicalJson(asked));
}
