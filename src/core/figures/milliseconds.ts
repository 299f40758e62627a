import { figure, UNKNOWN, type FigureOptions } from "./rounding.ts";

/** A latency: `42.5 ms`, `1,014 ms`, and seconds from 100 s on; null is not known. */
export function milliseconds(value: number | null, options: FigureOptions = {}): string {
  if (value === null || !Number.isFinite(value)) return UNKNOWN;
  const size = Math.abs(value);
  if (size >= 100_000) return figure(value / 1000, 1, options, "", " s");
  return figure(value, size < 100 && size > 0 ? 1 : 0, options, "", " ms");
}

/** `980 ms to 1,050 ms`: the bounds of an interval, rounded outwards. */
export function millisecondsInterval(low: number | null, high: number | null, options: FigureOptions = {}): string {
  return `${milliseconds(low, { ...options, bound: "lower" })} to ${milliseconds(high, { ...options, bound: "upper" })}`;
}

/** A length of time a person waits: `4 s`, `2 min 5 s`, `1 h 3 min`. */
export function waiting(value: number): string {
  const seconds = Math.max(0, Math.round(value / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
