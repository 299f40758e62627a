/** `YYYY-MM-DD` of an instant, UTC. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
