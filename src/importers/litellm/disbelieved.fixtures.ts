import type { ImporterFixtures } from "../conformance.ts";
import { call } from "./call.fixtures.ts";

export const DISBELIEVED: ImporterFixtures["skipped"] = [
  {
    title: "a start in milliseconds",
    record: { ...call, startTime: 1793610843120 },
    field: "startTime",
    expected: "looks like milliseconds",
  },
  {
    title: "a start in nanoseconds",
    record: { ...call, startTime: 1793610843120e6 },
    field: "startTime",
    expected: "looks like nanoseconds",
  },
  {
    title: "no start",
    record: { ...call, startTime: null },
    field: "startTime",
    expected: "seconds since the epoch",
  },
  {
    title: "an end before the start",
    record: { ...call, endTime: 1793610840 },
    field: "endTime",
    expected: "not before startTime",
  },
  { title: "negative tokens", record: { ...call, prompt_tokens: -5 }, field: "prompt_tokens", expected: "0 or more" },
  {
    title: "tokens that are no number",
    record: { ...call, metadata: { usage_object: { prompt_tokens_details: { cached_tokens: "12" } } } },
    field: "cached_tokens",
    expected: "whole number",
  },
  {
    title: "a latency that is not finite",
    record: { ...call, response_time: Infinity },
    field: "response_time",
    expected: "seconds",
  },
  { title: "a negative cost", record: { ...call, response_cost: -1 }, field: "response_cost", expected: "USD" },
  { title: "no id", record: { ...call, id: null, litellm_call_id: null }, field: "id", expected: "id of the call" },
  { title: "a list", record: [call], field: null, expected: "a JSON object" },
];
