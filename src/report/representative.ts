const DAY_MS = 86_400_000;

/** From here on a sample is usually enough. */
export function enough(requests: number): boolean {
  return requests >= 500;
}

/** Days between two instants in ISO 8601. */
export function period({ start, end }: { readonly start: string; readonly end: string }): number {
  return (Date.parse(end) - Date.parse(start)) / DAY_MS;
}
