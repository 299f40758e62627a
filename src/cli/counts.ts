import { thousands } from "../core/counts.ts";
import { UNKNOWN } from "../core/figures/rounding.ts";

export { counted } from "../core/counts.ts";

/** `1,700`; null is not known. */
export function count(value: number | null): string {
  return value === null || !Number.isFinite(value) ? UNKNOWN : thousands(value);
}

/** Decimal units, as storage is sold: `4.5 MB`. */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = value;
  let unit = 0;
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 ? String(size) : size.toFixed(1)} ${units[unit] ?? ""}`;
}
