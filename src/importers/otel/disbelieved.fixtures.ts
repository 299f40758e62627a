import type { ImporterFixtures } from "../conformance.ts";
import { call, other } from "./call.fixtures.ts";
import { batch, nanos } from "./otlp.fixtures.ts";

export const DISBELIEVED: ImporterFixtures["skipped"] = [
  {
    title: "a start in milliseconds",
    record: other("ccc19b7ec3c1b171", call, { startTimeUnixNano: "1793610843120" }),
    field: "startTimeUnixNano",
    expected: "looks like milliseconds",
  },
  {
    title: "a start in seconds",
    record: other("ccc19b7ec3c1b171", call, { startTimeUnixNano: 1793610843.12 }),
    field: "startTimeUnixNano",
    expected: "looks like seconds",
  },
  {
    title: "no start",
    record: other("ccc19b7ec3c1b172", call, { startTimeUnixNano: undefined }),
    field: "startTimeUnixNano",
    expected: "nanoseconds since the epoch",
  },
  {
    title: "an end before the start",
    record: other("ccc19b7ec3c1b173", call, { endTimeUnixNano: nanos(0) }),
    field: "endTimeUnixNano",
    expected: "not before startTimeUnixNano",
  },
  {
    title: "negative tokens",
    record: other("ccc19b7ec3c1b174", { ...call, "gen_ai.usage.output_tokens": -1 }),
    field: "attributes.gen_ai.usage.output_tokens",
    expected: "0 or more",
  },
  {
    title: "tokens that are no number",
    record: other("ccc19b7ec3c1b175", { ...call, "gen_ai.usage.cache_read.input_tokens": "many" }),
    field: "attributes.gen_ai.usage.cache_read.input_tokens",
    expected: "whole number",
  },
  {
    title: "a negative cost",
    record: other("ccc19b7ec3c1b176", { ...call, "gen_ai.usage.cost": -0.5 }),
    field: "attributes.gen_ai.usage.cost",
    expected: "USD",
  },
  {
    title: "no id of the trace",
    record: other("ccc19b7ec3c1b177", call, { traceId: "" }),
    field: "traceId",
    expected: "32 digits",
  },
  { title: "a span that is none", record: batch([7]), field: "span", expected: "a span of OTLP/JSON" },
  { title: "a list", record: [call], field: null, expected: "a JSON object" },
];
