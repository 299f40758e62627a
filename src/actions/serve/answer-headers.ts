import { header } from "./client-request.ts";
import { traceOf, type RowDraft } from "./served-row.ts";

/** Longest trace a header carries: proxies cut or refuse more. */
const LONGEST_TRACE = 7_000;

/** What happened, in headers: request id, target, config, attempts, and on request the decision trace as JSON. */
export function answerHeaders(draft: RowDraft, contentType: string): Record<string, string> {
  const { request, planned, result } = draft;
  const headers: Record<string, string> = {
    "content-type": contentType,
    "x-understudy-request-id": request.request_id,
  };
  const target = result?.answer?.target;
  if (target !== undefined) headers["x-understudy-target"] = ascii(target);
  if (planned !== null) headers["x-understudy-config"] = ascii(planned.policy.config ?? planned.policy.attachment);
  if (result !== null) headers["x-understudy-attempts"] = String(result.attempts.length);
  if (header(request, "x-understudy-trace") !== null) {
    const trace = ascii(JSON.stringify(traceOf(draft, result, [])));
    if (trace.length <= LONGEST_TRACE) headers["x-understudy-trace"] = trace;
  }
  return headers;
}

/** Text that a header can carry; JSON stays the same JSON. */
function ascii(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}
