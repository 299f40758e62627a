import { describe, expect, it } from "vitest";
import { logLines, type LogLevel } from "./log-lines.ts";

const NOON = Date.UTC(2026, 0, 2, 12, 30, 5, 250);

function told(
  level: LogLevel,
  readable = false,
): { readonly lines: string[]; readonly tell: ReturnType<typeof logLines> } {
  const lines: string[] = [];
  const hide = (text: string): string => text.replaceAll("hunter2", "[secret]");
  return { lines, tell: logLines({ write: (text) => lines.push(text), readable, level, now: () => NOON, hide }) };
}

describe("lines of the log", () => {
  it("are JSON with time, level, message and what belongs to them", () => {
    const { lines, tell } = told("info");
    tell("warn", "the collector is slow", { request_id: "r1", spans: 3, trouble: null, none: undefined });
    expect(lines).toEqual([
      '{"time":"2026-01-02T12:30:05.250Z","level":"warn","message":"the collector is slow","request_id":"r1","spans":3,"trouble":null}\n',
    ]);
  });

  it.each([
    ["debug", ["debug", "info", "warn", "error"]],
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
  ] as const)("at level %s: %j", (level, expected) => {
    const { lines, tell } = told(level);
    for (const one of ["debug", "info", "warn", "error"] as const) tell(one, "x", {});
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(expected);
  });

  it("hold no secrets", () => {
    for (const readable of [true, false]) {
      const { lines, tell } = told("info", readable);
      tell("error", "a bug", { error: "Error: hunter2\n  at x", other: "hunter2" });
      expect(lines.join("")).not.toContain("hunter2");
      expect(lines.join("")).toContain("[secret]");
    }
  });

  it("are for people on a terminal, and tell it to do nothing", () => {
    const { lines, tell } = told("debug", true);
    tell("info", "started", { url: "http://127.0.0.1:1", providers: ["a", "b"], words: "two words" });
    tell("error", "a bug", {
      request_id: "r1",
      error: "Error: \u001B[31mred\n    at there",
      model: "\u001B[2Jx\u009B1m",
    });
    expect(lines.join("")).toBe(
      [
        '12:30:05.250 info  started url=http://127.0.0.1:1 providers=["a","b"] words="two words"\n',
        '12:30:05.250 error a bug request_id=r1 model="\\u001b[2Jx1m"\n',
        "    Error: [31mred\n        at there\n",
      ].join(""),
    );
  });
});
