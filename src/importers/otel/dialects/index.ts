import type { ReadSpan } from "../read-span.ts";
import type { SpanDialect, SpanKind, SpanTexts } from "./dialect.ts";
import { genAi } from "./gen-ai.ts";
import { genAiEvents } from "./gen-ai-events.ts";
import { openinference } from "./openinference.ts";
import { openllmetry } from "./openllmetry.ts";
import { understudy } from "./understudy.ts";
import { vercelAi } from "./vercel-ai.ts";

/** Ways to write a call into a span. A span may mix them: of what several say, the first one holds. */
const SPAN_DIALECTS: readonly SpanDialect[] = [understudy, vercelAi, openinference, genAi, openllmetry, genAiEvents];

/** What a span is. One that names no operation is a call where it names a model and counts tokens or holds messages. */
export function spanKind(span: ReadSpan): SpanKind {
  for (const { kind } of SPAN_DIALECTS) {
    const said = kind(span);
    if (said !== null) return said;
  }
  const { attributes } = span;
  const named =
    attributes["gen_ai.request.model"] ?? attributes["gen_ai.response.model"] ?? attributes["llm.model_name"];
  return named !== undefined && Object.keys(attributes).some((name) => COUNTED.test(name))
    ? { call: "chat" }
    : { other: "a span without a model's call" };
}

const COUNTED = /^(?:gen_ai\.usage\.|llm\.token_count\.|gen_ai\.(?:prompt|input\.messages))/;

/** What a span holds of the texts of a call, each of it in the words of the first dialect that says it. */
export function spanTexts(span: ReadSpan): SpanTexts {
  return Object.assign({}, ...SPAN_DIALECTS.map(({ texts }) => texts(span)).toReversed()) as SpanTexts;
}
