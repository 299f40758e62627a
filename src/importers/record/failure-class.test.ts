import { expect, test } from "vitest";
import { failureClass } from "./failure-class.ts";

test.each([
  [null, "openai.RateLimitError", "rate_limit"],
  [null, "ThrottlingException", "rate_limit"],
  [null, "google.api_core.exceptions.ResourceExhausted", "rate_limit"],
  [null, "APITimeoutError", "timeout"],
  [null, "DeadlineExceeded", "timeout"],
  [null, "AbortError", "cancelled"],
  [null, "APIUserAbortError", "cancelled"],
  [null, "asyncio.CancelledError", "cancelled"],
  [null, "ConnectionAbortedError", "connect"],
  [null, "ValidationException", "client_4xx"],
  [null, "invalid_request_error", "client_4xx"],
  [null, "overloaded_error", "server"],
  ["400", "SomeError", "client_4xx"],
  ["499", null, "cancelled"],
  [null, null, "server"],
] as const)("a failure of status %s and class %s is one of %s", (code, name, expected) => {
  expect(failureClass(code, name)).toBe(expected);
});
