import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { cronTimes } from "./cron-times.ts";

/** The next so many times after an instant, as ISO 8601. */
function times(cron: string, timezone: string, from: string, count: number): string[] {
  const lines = cronTimes(cron, timezone);
  const found: string[] = [];
  for (let at = lines.next(Date.parse(from)); at !== null && found.length < count; at = lines.next(at))
    found.push(new Date(at).toISOString());
  return found;
}

describe("cronTimes", () => {
  it("keeps to the clock on the wall of its time zone, through summer and winter", () => {
    expect(times("0 6 * * 1", "Europe/Berlin", "2026-03-20T00:00:00Z", 3)).toEqual([
      "2026-03-23T05:00:00.000Z",
      "2026-03-30T04:00:00.000Z",
      "2026-04-06T04:00:00.000Z",
    ]);
  });

  it("runs once on the night an hour is missing, and once on the night it comes twice", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z", 3)).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00:00Z", 3)).toEqual([
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });

  it("always gets ahead, around the changes of clocks too", () => {
    const crons = ["* * * * *", "30 * * * *", "30 2 * * *", "*/15 1-3 * * 0", "@hourly", "0 0 29 2 *"];
    const zones = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu"];
    fc.assert(
      fc.property(
        fc.constantFrom(...crons),
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }),
        (cron, zone, at) => {
          const next = cronTimes(cron, zone).next(at);
          expect(next).toBeGreaterThan(at);
        },
      ),
    );
  });

  it.each([
    ["* * * * * *", "UTC", "cron"],
    ["61 * * * *", "UTC", "cron"],
    ["", "UTC", "cron"],
    ["0 6 * * 1", "Mars/Base", "timezone"],
  ])("refuses %j in %s", (cron, zone, field) => {
    expect(() => cronTimes(cron, zone)).toThrow(OperatorError);
    try {
      cronTimes(cron, zone);
    } catch (error) {
      expect(error).toMatchObject({ code: "schedule_invalid", place: { field } });
    }
  });
});
