import { asText, arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import type { Nested } from "../importer.ts";
import { hexId, otlpRecord } from "./otlp.ts";

const KINDS = new Set(["gen_ai.operation.name", "traceloop.span.kind", "openinference.span.kind", "ai.operationId"]);

/** Where a span stands in its trace. */
export function nestingOf(given: unknown): Nested | null {
  const span = otlpRecord(given)?.span ?? null;
  const id = span === null ? null : hexId(span["spanId"], 8);
  const trace = span === null ? null : hexId(span["traceId"], 16);
  if (span === null || id === null || trace === null) return null;
  const parent = hexId(span["parentSpanId"], 8);
  return { id: `${trace}-${id}`, parent: parent === null ? null : `${trace}-${parent}`, through: !runsOthers(span) };
}

/** A tool or an agent calls models of its own. */
function runsOthers(span: JsonObject): boolean {
  return arrayOf(span["attributes"]).some((one) => {
    const { key, value } = objectOf(one);
    return KINDS.has(asText(key)) && /tool|agent|workflow/i.test(asText(objectOf(value)["stringValue"]));
  });
}
