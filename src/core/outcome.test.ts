import { describe, expect, it } from "vitest";
import { codeIn, FAILURE_CLASSES, failureCode, failureOf, failureOfStatus, OK, RETRYABLE } from "./outcome.ts";

describe("outcome codes", () => {
  it("count failure classes from 1, and 0 is no failure", () => {
    for (const [index, name] of FAILURE_CLASSES.entries()) {
      expect(failureCode(name)).toBe(index + 1);
      expect(failureOf(index + 1)).toBe(name);
    }
    expect(failureOf(OK)).toBeNull();
    expect(codeIn(OK, FAILURE_CLASSES)).toBe(false);
    expect(codeIn(failureCode("timeout"), RETRYABLE)).toBe(true);
    expect(codeIn(failureCode("cancelled"), RETRYABLE)).toBe(false);
  });

  it("keep their numbers: logs store them", () => {
    expect(FAILURE_CLASSES.slice(0, 11)).toEqual([
      "connect",
      "timeout",
      "rate_limit",
      "server",
      "client_4xx",
      "content_filter",
      "truncated_stream",
      "schema_violation",
      "guardrail",
      "cancelled",
      "invalid_request",
    ]);
  });
});

describe("failureOfStatus", () => {
  it.each([
    [null, "connect"],
    [400, "client_4xx"],
    [404, "client_4xx"],
    [408, "timeout"],
    [429, "rate_limit"],
    [500, "server"],
    [503, "server"],
    [504, "timeout"],
    [529, "server"],
  ])("%s is %s", (status, failure) => {
    expect(failureOfStatus(status)).toBe(failure);
  });
});
