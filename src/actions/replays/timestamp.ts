/** ISO 8601, UTC, as the replays API writes it: no fraction where there is none. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
