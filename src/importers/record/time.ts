import { reject, type Reading } from "./reading.ts";

const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** What a number since the epoch can count, and what it is in ms. */
const EPOCH_UNITS = {
  s: { name: "seconds", inMs: (value: number) => value * 1000 },
  ms: { name: "milliseconds", inMs: (value: number) => value },
  us: { name: "microseconds", inMs: (value: number) => value / 1e3 },
  ns: { name: "nanoseconds", inMs: (value: number) => value / 1e6 },
} as const;

export type EpochUnit = keyof typeof EPOCH_UNITS;

/** Whether an instant (ms since the epoch) can be that of a logged call: 2015 to 2100. */
export function plausible(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}

/** Seconds since the epoch as ms, fractions kept; ISO 8601 is taken too. A value in another unit is refused and the unit named. */
export function readEpochSeconds(reading: Reading, field: string, value: unknown): number | null {
  return readEpoch(reading, field, value, "s");
}

/** A number since the epoch as ms, fractions kept; ISO 8601 is taken too. A value in another unit is refused and the unit named. */
export function readEpoch(reading: Reading, field: string, value: unknown, unit: EpochUnit): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return readIsoTime(reading, field, value);
  const { name, inMs } = EPOCH_UNITS[unit];
  if (typeof value === "number" && plausible(inMs(value))) return inMs(value);
  return reject(reading, field, value, `${name} since the epoch${looksLike(value)}`);
}

function looksLike(value: unknown): string {
  if (typeof value !== "number") return "";
  const unit = Object.values(EPOCH_UNITS).find(({ inMs }) => plausible(inMs(value)));
  return unit === undefined ? "" : `, looks like ${unit.name}`;
}

/** Nanoseconds since the epoch, as digits or as a number, as ms, fractions kept. A value in another unit is refused and the unit named. */
export function readUnixNanos(reading: Reading, field: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const nanos = typeof value === "string" && /^\d{1,20}$/.test(value) ? Number(value) : value;
  if (typeof nanos === "number" && plausible(nanos / 1e6)) {
    return typeof value === "string" ? Number(value.slice(0, -3)) / 1e3 : nanos / 1e6;
  }
  return reject(reading, field, value, `nanoseconds since the epoch${looksLike(nanos)}`);
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,15}))?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** An ISO 8601 date and time as ms since the epoch, fractions kept; UTC where it names no zone, or that one by its name. */
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
  if (/^(?:z|utc)$/iu.test(zone)) return 0;
  const digits = zone.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** ms between two instants, to the microsecond: what lies below is noise of the subtraction. */
export function elapsed(from: number, to: number): number {
  return Math.round((to - from) * 1000) / 1000;
}

/** A date and time as ISO 8601, or a number since the epoch: no instant of a log can be one in two units. */
export function readInstant(
  reading: Reading,
  field: string,
  value: unknown,
  units: readonly EpochUnit[] = ["s", "ms"],
): number | null {
  if (typeof value !== "number") return readIsoTime(reading, field, value);
  const unit = units.map((one) => EPOCH_UNITS[one]).find(({ inMs }) => plausible(inMs(value)));
  if (unit !== undefined) return unit.inMs(value);
  const names = units.map((one) => EPOCH_UNITS[one].name).join(" or ");
  return reject(reading, field, value, `a date and time as ISO 8601, or ${names} since the epoch${looksLike(value)}`);
}
