import { describe, expect, it } from "vitest";
import { checkedWindow, parseDuration, parseInstant, windowBounds } from "./window.ts";

describe("parseInstant", () => {
  it.each([
    ["2024-08-05", "2024-08-05T00:00:00.000Z"],
    ["2024-08-05T13:30", "2024-08-05T13:30:00.000Z"],
    ["2024-08-05 13:30:05.25", "2024-08-05T13:30:05.250Z"],
    ["2024-08-05T13:30:05Z", "2024-08-05T13:30:05.000Z"],
    ["2024-08-05T13:30:05+02:00", "2024-08-05T11:30:05.000Z"],
    ["2024-08-05T13:30:05-0530", "2024-08-05T19:00:05.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", (text, iso) => expect(new Date(parseInstant(text, "--from")).toISOString()).toBe(iso));

  it.each(["2024-02-30", "2023-02-29", "2024-13-01", "2024-08-05T25:00", "yesterday", "", "20240805", "1722816000"])(
    "refuses %s",
    (text) => {
      expect(() => parseInstant(text, "--from")).toThrow(
        expect.objectContaining({ code: "window_invalid", place: { field: "--from" } }),
      );
    },
  );
});

describe("parseDuration", () => {
  it.each([
    ["30m", 1_800_000],
    ["24h", 86_400_000],
    ["7d", 604_800_000],
    ["2w", 1_209_600_000],
  ])("reads %s", (text, ms) => expect(parseDuration(text, "--last")).toBe(ms));

  it.each(["7", "0d", "-1d", "7days", "1.5h", ""])("refuses %j", (text) => {
    expect(() => parseDuration(text, "--last")).toThrow(expect.objectContaining({ code: "window_invalid" }));
  });
});

describe("windows", () => {
  it("count back from now, or from the newest row", () => {
    expect(windowBounds({ last: 100 }, 1000, 500)).toEqual({ from: 900, to: 1000 });
    expect(windowBounds({ last: 100, newest: true }, 1000, 500)).toEqual({ from: 401, to: 501 });
    expect(windowBounds({ from: 1 }, 1000, 500)).toEqual({ from: 1 });
  });

  it("must begin before they end", () => {
    expect(() => checkedWindow({ from: 5, to: 5 })).toThrow(expect.objectContaining({ code: "window_invalid" }));
    expect(() => checkedWindow({ last: 5, to: 5 })).toThrow(expect.objectContaining({ code: "window_invalid" }));
    expect(checkedWindow({ from: 4, to: 5 })).toEqual({ from: 4, to: 5 });
  });
});
