import { reject, type Reading } from "./reading.ts";

const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

const UNITS = [
  ["milliseconds", 1],
  ["microseconds", 1e3],
  ["nanoseconds", 1e6],
] as const;

/** Whether an instant (ms since the epoch) can be that of a logged call: 2015 to 2100. */
export function plausible(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}

/** Seconds since the epoch as ms, fractions kept; ISO 8601 is taken too. A value in another unit is refused and the unit named. */
export function readEpochSeconds(reading: Reading, field: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return readIsoTime(reading, field, value);
  if (typeof value === "number" && plausible(value * 1000)) return value * 1000;
  const unit = typeof value === "number" ? UNITS.find(([, perMs]) => plausible(value / perMs)) : undefined;
  const looks = unit === undefined ? "" : `, looks like ${unit[0]}`;
  return reject(reading, field, value, `seconds since the epoch${looks}`);
}

/** Nanoseconds since the epoch, as digits or as a number, as ms, fractions kept. A value in another unit is refused and the unit named. */
export function readUnixNanos(reading: Reading, field: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const nanos = typeof value === "string" && /^\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof nanos === "number" && plausible(nanos / 1e6)) {
    return typeof value === "string" ? Number(value.slice(0, -3)) / 1e3 : nanos / 1e6;
  }
  const unit = typeof nanos === "number" ? COARSER.find(([, perMs]) => plausible(nanos / perMs)) : undefined;
  const looks = unit === undefined ? "" : `, looks like ${unit[0]}`;
  return reject(reading, field, value, `nanoseconds since the epoch${looks}`);
}

const COARSER = [
  ["seconds", 1e-3],
  ["milliseconds", 1],
  ["microseconds", 1e3],
] as const;

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,15}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** An ISO 8601 date and time as ms since the epoch, fractions kept; UTC where it names no zone. */
export function readIsoTime(reading: Reading, field: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const instant = typeof value === "string" ? parseIsoTime(value) : null;
  if (instant === null) return reject(reading, field, value, "a date and time as ISO 8601");
  return plausible(instant) ? instant : reject(reading, field, value, "a date and time from 2015 to 2100");
}

/** ms since the epoch, or null where the text is no date. */
export function parseIsoTime(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(midnight).getUTCDate() !== Number(day) || Number(month) > 12) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const whole = midnight + seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0")) - zoneOffset(zone);
  return fraction.length > 3 ? whole + Number(`0.${fraction.slice(3)}`) : whole;
}

/** ms by which a zone is ahead of UTC. */
function zoneOffset(zone: string): number {
  if (zone === "Z" || zone === "z") return 0;
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** ms between two instants, to the microsecond: what lies below is noise of the subtraction. */
export function elapsed(from: number, to: number): number {
  return Math.round((to - from) * 1000) / 1000;
}

/** A date and time as ISO 8601, or a number of seconds or milliseconds since the epoch: no instant of a log can be both. */
export function readInstant(reading: Reading, field: string, value: unknown): number | null {
  if (typeof value !== "number") return readIsoTime(reading, field, value);
  if (plausible(value)) return value;
  return plausible(value * 1000)
    ? value * 1000
    : reject(reading, field, value, "a date and time as ISO 8601, or seconds or milliseconds since the epoch");
}
