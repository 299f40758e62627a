import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { otelGenai } from "../../importers/otel-genai.ts";
import { batch, span } from "../../importers/otel/otlp.fixtures.ts";
import { importContext } from "../../importers/conformance.ts";
import { openNesting } from "./nesting.ts";
import { recordReader } from "./record-reader.ts";

const call = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o-mini", "gen_ai.input.messages": "[]" };
const id = (number: number): string => `00f067aa0ba9020${number}`;

function placed(number: number, parent: number | null, values: object): object {
  return span(values, { spanId: id(number), parentSpanId: parent === null ? "" : id(parent) });
}

/** Source ids of the calls that went in. */
function taken(values: readonly object[]): readonly (string | null)[] {
  const reader = recordReader(otelGenai, [], importContext, openNesting());
  return values
    .flatMap((value) => reader.readValue(value))
    .flatMap((record) => (record.kind === "row" ? [record.exchange.source_id?.slice(-1) ?? null] : []));
}

describe("one call that several spans tell of is one row", () => {
  test("a framework's span around that of an SDK: the one inside is the call, whatever the order of their scopes", () => {
    const around = placed(1, null, call);
    const inside = placed(2, 1, call);
    const [outer] = (batch([around], "langchain") as { readonly resourceSpans: readonly object[] }).resourceSpans;
    const [inner] = (batch([inside], "openai") as { readonly resourceSpans: readonly object[] }).resourceSpans;
    expect(taken([{ resourceSpans: [inner, outer] }])).toEqual(["2"]);
    const ended = placed(1, null, call) as { endTimeUnixNano: string };
    ended.endTimeUnixNano = `${ended.endTimeUnixNano.slice(0, -6)}999999`;
    expect(taken([batch([ended, inside])])).toEqual(["2"]);
  });

  test("with a step between them, and in batches of their own, in any order", () => {
    const spans = [placed(1, null, call), placed(2, 1, { "openinference.span.kind": "CHAIN" }), placed(3, 2, call)];
    const innermostFirst = spans.toReversed().map((one) => batch([one]));
    expect(taken(innermostFirst)).toEqual(["3"]);
    fc.assert(
      fc.property(fc.shuffledSubarray([spans[0], spans[2]], { minLength: 2 }), (pair) => {
        expect(taken([spans[1], ...pair].map((one) => batch([one])))).toHaveLength(1);
      }),
    );
  });

  test("several calls below one agent are several calls, and so is a tool's own within a call", () => {
    const agent = placed(1, null, { "gen_ai.operation.name": "invoke_agent" });
    expect(taken([batch([placed(2, 1, call), placed(3, 1, call), agent])])).toEqual(["3", "2"].toSorted());
    const tool = placed(5, 4, { "gen_ai.operation.name": "execute_tool" });
    expect(taken([placed(6, 5, call), tool, placed(4, null, call)].map((one) => batch([one])))).toEqual(["6", "4"]);
  });

  test("embeddings within a chat are no chat, and a span that comes again is the same call", () => {
    const embeddings = { "gen_ai.operation.name": "embeddings", "gen_ai.request.model": "e" };
    expect(taken([batch([placed(2, 1, embeddings)]), batch([placed(1, null, call)])])).toEqual(["2", "1"]);
    const outerFirst = [placed(1, null, call), placed(2, 1, call), placed(2, 1, call), placed(1, null, call)];
    expect(taken(outerFirst.map((one) => batch([one])))).toEqual(["1", "1"]);
    const [once, twice] = [placed(1, null, call), placed(1, null, call)];
    expect(taken([batch([once]), batch([twice])])).toEqual(["1", "1"]);
  });
});
