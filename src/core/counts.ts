/** `1,700`: a whole number as all text for people writes it. */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** `1 row`, `1,700 rows`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${thousands(value)} ${value === 1 ? one : many}`;
}
