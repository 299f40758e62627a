import { isObject, parseJson } from "../../core/json.ts";
import type { RequestHead } from "../../dialects/dialect.ts";
import { header, type ClientRequest } from "./client-request.ts";

/** Who asks, and what the client says about the request beside its body (SEMANTICS: our headers never go upstream). */
export interface Caller {
  readonly end_user: string | null;
  readonly session: string | null;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A header that cannot be read: what is wrong, for a 400. */
export interface CallerProblem {
  readonly problem: string;
  readonly field: string;
}

const NO_TAGS: readonly string[] = [];

/** Our own headers, with what the body says standing in where they are not sent. */
export function callerOf(request: ClientRequest, head: RequestHead): Caller | CallerProblem {
  const tags = header(request, "x-understudy-tags");
  const written = header(request, "x-understudy-metadata");
  let { metadata } = head;
  if (written !== null) {
    const parsed = parsedObject(written);
    if (parsed === null)
      return { problem: "x-understudy-metadata must be a JSON object", field: "x-understudy-metadata" };
    metadata = { ...metadata, ...parsed };
  }
  return {
    end_user: header(request, "x-understudy-user") ?? head.end_user,
    session: header(request, "x-understudy-session"),
    tags: tags === null ? NO_TAGS : tags.split(",").flatMap((tag) => (tag.trim() === "" ? [] : [tag.trim()])),
    metadata,
  };
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | null {
  const value = parseJson(text);
  return isObject(value) ? value : null;
}

/** The key a client presents: a bearer token, or the header its SDK uses. */
export function presentedKey(request: Pick<ClientRequest, "headers">): string | null {
  const authorization = header(request, "authorization");
  if (authorization !== null && /^bearer /iu.test(authorization)) return authorization.slice(7).trim();
  return header(request, "x-api-key") ?? header(request, "api-key");
}
