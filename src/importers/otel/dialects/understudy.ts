import { NO_TEXTS, type SpanDialect } from "./dialect.ts";

/** Spans of a gateway of ours: their requests are in its log already. */
export const understudy: SpanDialect = {
  name: "understudy",
  kind: ({ attributes }) =>
    attributes["understudy.request_id"] === undefined && attributes["understudy.attempt.kind"] === undefined
      ? null
      : { other: "a span of Understudy's own" },
  texts: () => NO_TEXTS,
};
