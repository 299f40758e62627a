import { isObject, objectOf } from "../../core/json.ts";
import type { UpstreamError } from "../../core/live/upstream.ts";
import { failureOfStatus, type OutcomeFailure } from "../../core/outcome.ts";

/** A provider's Retry-After, ms: seconds, milliseconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterMs(headers: Readonly<Record<string, string>>, now: number): number | undefined {
  const exact = Number(headers["retry-after-ms"]);
  if (exact > 0) return exact;
  const text = headers["retry-after"];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1_000 : undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const LONGEST_MESSAGE = 500;

/** What an error body says: `error.message` in every dialect there is, else the text itself. */
function messageOf(body: string): string {
  try {
    const parsed = JSON.parse(body) as unknown;
    const { error, message, detail } = objectOf(parsed);
    const said = isObject(error) ? error["message"] : (error ?? message ?? detail);
    if (typeof said === "string" && said !== "") return said.slice(0, LONGEST_MESSAGE);
  } catch {
    // No JSON: proxies answer with pages of their own.
  }
  return body.trim().slice(0, LONGEST_MESSAGE);
}

/** The failure an HTTP error status is. */
export function failureOfAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  now: number,
): OutcomeFailure {
  const retry = retryAfterMs(headers, now);
  const said = messageOf(body);
  const filtered = status === 400 && /content_filter|content_policy/u.test(body);
  return {
    class: filtered ? "content_filter" : failureOfStatus(status),
    code: String(status),
    message: said === "" ? `the provider answered ${status}` : said,
    ...(retry === undefined ? {} : { retry_after_ms: retry }),
  };
}

/** The failure a broken connection is. @param begun whether an answer had begun @param stream whether it came in events */
export function failureOfConnection(error: UpstreamError, begun: boolean, stream: boolean): OutcomeFailure {
  if (error.kind === "aborted") return { class: "cancelled", code: null, message: "the call was given up" };
  if (!begun) return { class: "connect", code: null, message: error.message };
  return {
    class: stream ? "truncated_stream" : "server",
    code: null,
    message: `the answer broke off: ${error.message}`,
  };
}
