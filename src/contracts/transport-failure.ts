/** Failures on the way, after which nothing is known of the answer. */
const ON_THE_WAY: ReadonlySet<string> = new Set([
  "connect",
  "timeout",
  "rate_limit",
  "server",
  "truncated_stream",
  "cancelled",
]);
/** Refused whatever was asked: the key, the account, the model; no recording; no money left to ask with, or no price to set it aside by. */
const WHATEVER_WAS_ASKED: ReadonlySet<string> = new Set([
  "401",
  "402",
  "403",
  "404",
  "not_recorded",
  "cap_reached",
  "price_unknown",
]);

/**
 * Whether a call that failed says nothing of how the model answers. What a provider says of the request itself (a 400, a filter) does: it
 * would say so again.
 */
export function isTransportFailure({
  class: kind,
  code,
}: {
  readonly class: string;
  readonly code: string | null;
}): boolean {
  return ON_THE_WAY.has(kind) || (code !== null && WHATEVER_WAS_ASKED.has(code));
}
