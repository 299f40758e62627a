import { setTimeout as pause } from "node:timers/promises";
import { OperatorError } from "../../core/errors.ts";
import { isObject, parseJson } from "../../core/json.ts";
import type { ShadowComparison } from "../../shadow/index.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";

/** The server that shadow runs are kept on. */
export interface PushParts {
  readonly url: string;
  readonly key: string;
  /** Rejects where there is no answer, and when the signal aborts. */
  readonly http: (
    url: string,
    request: {
      readonly method: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly signal: AbortSignal;
    },
  ) => Promise<{ readonly status: number; readonly text: string }>;
}

/** For all tries together, if not less. */
export const PUSH_DEADLINE_MS = 20_000;
/** Before the second and the third try. */
const PAUSES_MS = [500, 2_000] as const;

/** Sends a run to a server, the same again where it does not answer: it keeps an id once. Throws `gateway_unreachable`, `gateway_refused`. */
export async function pushRun(
  { url, key, http }: PushParts,
  run: StoredShadowRun,
  comparisons: readonly ShadowComparison[],
  deadlineMs: number,
): Promise<void> {
  const request = {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ run, comparisons }),
    signal: AbortSignal.timeout(deadlineMs),
  };
  const place = new URL("/api/shadow-runs", url).href;
  for (const wait of [...PAUSES_MS, null]) {
    const answer = await http(place, request).catch((error: unknown) => unreachable(url, error));
    const passing = answer instanceof OperatorError || answer.status >= 500 || answer.status === 429;
    if (!passing && answer.status < 300) return;
    const over = wait === null || request.signal.aborted;
    if (!passing || over) throw answer instanceof OperatorError ? answer : refused(url, answer);
    await pause(wait, undefined, { signal: request.signal }).catch(() => {});
  }
}

function unreachable(url: string, error: unknown): OperatorError {
  const why = error instanceof Error ? error.message : String(error);
  return new OperatorError("gateway_unreachable", `${url} does not answer: ${why}`);
}

function refused(url: string, { status, text }: { readonly status: number; readonly text: string }): OperatorError {
  const document = parseJson(text);
  const error = isObject(document) && isObject(document["error"]) ? document["error"] : {};
  const said = typeof error["message"] === "string" ? `: ${error["message"]}` : "";
  return new OperatorError("gateway_refused", `${url} answered ${status}${said}`);
}
