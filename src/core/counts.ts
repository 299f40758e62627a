/** `1,700`: a whole number as all text for people writes it. Written by hand: a locale's data takes 10 ms to load. */
export function thousands(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `1 row`, `1,700 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${thousands(value)} ${value === 1 ? one : many}`;
}
