import { Problem } from "./problem.ts";

/** Query parameters: what is undefined, null or "" is left out, a list stands with commas. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** A path of the API with its query. */
export function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(",") : String(value ?? "");
    if (text !== "") search.set(name, text);
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks the gateway that served this page. @returns the JSON it answers with; null where it answers with nothing.
 * Throws `Problem`, also where nobody answers.
 */
export async function ask<T>(path: string, request: Request = {}): Promise<T> {
  const response = await sent(path, request);
  const text = await response.text();
  const document = parsed(text);
  if (!response.ok) throw refusal(response, document);
  if (document === undefined && text !== "")
    throw new Problem(502, { code: "answer_unreadable", message: "The gateway's answer is not JSON." });
  return (document ?? null) as T;
}

/** The same for an answer that is bytes. */
export async function askBytes(path: string, request: Pick<Request, "query" | "signal">): Promise<ArrayBuffer> {
  const response = await sent(path, request);
  if (!response.ok) throw refusal(response, parsed(await response.text()));
  return response.arrayBuffer();
}

function sent(path: string, { method = "GET", query, body, signal }: Request): Promise<Response> {
  return fetch(addressOf(path, query), {
    method,
    credentials: "same-origin",
    headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new Problem(0, {
      code: "gateway_unreachable",
      message: "The gateway does not answer.",
      hint: "Start it with `understudy up`; this page goes on by itself once it is there.",
    });
  });
}

function refusal(response: Response, document: unknown): Problem {
  const said = (document as { readonly error?: { readonly code: string; readonly message: string } } | undefined)
    ?.error;
  return new Problem(
    response.status,
    said ?? { code: "http", message: `The gateway answered with ${response.status}.` },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
