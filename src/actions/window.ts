import { OperatorError } from "../core/errors.ts";

/** The length of a window where none is said. */
export const DEFAULT_LENGTH_MS = 7 * 86_400_000;

/** A slice of time as it is asked for; nothing given means what the action takes by default. Times are ms since the epoch, UTC, half-open. */
export interface WindowRequest {
  readonly from?: number;
  readonly to?: number;
  /** A length in ms back from now, or from the newest row; with `newest` alone, `DEFAULT_LENGTH_MS`. */
  readonly last?: number;
  readonly newest?: boolean;
}

/** `[from, to)` in ms since the epoch; an open end is undefined. */
export interface WindowBounds {
  readonly from?: number;
  readonly to?: number;
}

/**
 * The bounds of a request.
 * @param newest `created_at` of the newest row; null in an empty log
 */
export function windowBounds(request: WindowRequest, now: number, newest: number | null): WindowBounds {
  const length = request.last ?? (request.newest === true ? DEFAULT_LENGTH_MS : undefined);
  if (length === undefined) {
    return {
      ...(request.from === undefined ? {} : { from: request.from }),
      ...(request.to === undefined ? {} : { to: request.to }),
    };
  }
  const to = request.newest === true && newest !== null ? newest + 1 : now;
  return { from: to - length, to };
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** ms of `30m`, `24h`, `7d` or `2w`. Throws `window_invalid`. */
export function parseDuration(text: string, field: string): number {
  const [, amount, unit] = /^(\d{1,6})([mhdw])$/u.exec(text.trim()) ?? [];
  const length = Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN);
  if (length > 0) return length;
  throw new OperatorError("window_invalid", `${JSON.stringify(text)} is not a length of time`, {
    field,
    hint: "Expected a number and m, h, d or w: 30m, 24h, 7d, 2w.",
  });
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/iu;

/** ms since the epoch of an ISO 8601 date (its first instant) or date-time; UTC where no offset stands. Throws `window_invalid`. */
export function parseInstant(text: string, field: string): number {
  const match = INSTANT.exec(text.trim());
  if (match !== null) {
    const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const millisecond = Number((match[7] ?? "0").padEnd(3, "0").slice(0, 3));
    const at = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
    const made = new Date(at);
    const real =
      made.getUTCMonth() === month - 1 && made.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
    if (real) return at - offsetMs(match[8]);
  }
  throw new OperatorError("window_invalid", `${JSON.stringify(text)} is not a date`, {
    field,
    hint: "Expected ISO 8601, UTC where no offset stands: 2024-08-05 or 2024-08-05T13:30:00Z.",
  });
}

function offsetMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/u.exec(zone ?? "") ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The request as it is, or `window_invalid` where it asks for nothing possible. */
export function checkedWindow(request: WindowRequest): WindowRequest {
  const { from, to, last, newest } = request;
  if (newest === true && (from !== undefined || to !== undefined)) {
    throw new OperatorError("window_invalid", "--newest cannot be joined with --from or --to: it counts --last back", {
      field: "--newest",
    });
  }
  if (last !== undefined && (from !== undefined || to !== undefined)) {
    throw new OperatorError("window_invalid", "--last stands alone: it cannot be joined with --from or --to", {
      field: "--last",
    });
  }
  if (from !== undefined && to !== undefined && from >= to) {
    throw new OperatorError("window_invalid", "the window ends before it begins: --from must be earlier than --to", {
      field: "--from",
      hint: "--to is not part of the window: for one day, give that day and the next.",
    });
  }
  return request;
}
