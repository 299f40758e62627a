import { sha256 as sha256Bytes } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical.ts";
import type { NeutralParameters, NeutralPrompt, NeutralRequest } from "./neutral/neutral.ts";

/** SHA-256 of a text's UTF-8 bytes as lower-case hex. */
export type HashText = (text: string) => string;

/** The pure one; callers in Node pass the faster `hash("sha256", text)` of node:crypto. */
export const sha256Hex: HashText = (text) => bytesToHex(sha256Bytes(utf8ToBytes(text)));

/** SHA-256 (hex) of the canonical JSON of {messages, tools, tool_choice, response_format}. */
export function promptHash(prompt: NeutralPrompt, hash: HashText = sha256Hex): string {
  return hash(canonicalJson(prompt));
}

/** SHA-256 (hex) of the canonical JSON of the sampling parameters beside the prompt's hash: the long text is hashed once. */
export function requestHash(prompt: string, parameters: NeutralParameters, hash: HashText = sha256Hex): string {
  return hash(canonicalJson({ prompt, ...parameters }));
}

export interface Fingerprints {
  readonly prompt_hash: string | null;
  readonly request_hash: string | null;
}

/** Both hashes of a request; null where part of the prompt is not in the body. */
export function fingerprints(request: NeutralRequest | null, hash: HashText = sha256Hex): Fingerprints {
  if (request === null || !request.whole) return { prompt_hash: null, request_hash: null };
  const prompt = promptHash(request.prompt, hash);
  return { prompt_hash: prompt, request_hash: requestHash(prompt, request.parameters, hash) };
}
