import { isObject } from "../../core/json.ts";
import type { Inlet, InletAnswer, InletRefusal, Received } from "./inlet.ts";

const JSON_TYPE = "application/json";
const PROTOBUF_TYPE = "application/x-protobuf";

/** Status codes of gRPC, by which OTLP tells why. */
const CODES: Readonly<Record<InletRefusal["status"], number>> = {
  400: 3,
  401: 16,
  403: 7,
  405: 12,
  413: 8,
  415: 3,
  500: 13,
  503: 14,
};

/** OTLP over HTTP: spans as JSON or as protobuf, answered as the protocol says. Protobuf is loaded when it is first sent. */
export const otlpTraces: Inlet = {
  path: "/v1/traces",
  importer: "otel-genai",
  async read(body, type) {
    if (type === JSON_TYPE) return [requestOf(JSON.parse(body.toString()))];
    return type === PROTOBUF_TYPE ? [(await protobuf()).decodeTraces(body)] : null;
  },
  async answer({ rejected, problem }: Received, type) {
    const partial = rejected === 0 ? null : { rejected, message: problem ?? "" };
    if (type === PROTOBUF_TYPE) return { type, body: (await protobuf()).encodePartialSuccess(partial) };
    const told =
      partial === null ? {} : { partialSuccess: { rejectedSpans: String(rejected), errorMessage: partial.message } };
    return json(told);
  },
  async refuse({ status, message }, type) {
    const code = CODES[status];
    return type === PROTOBUF_TYPE
      ? { type, body: (await protobuf()).encodeStatus(code, message) }
      : json({ code, message });
  },
};

function json(document: object): InletAnswer {
  return { type: JSON_TYPE, body: JSON.stringify(document) };
}

const protobuf = () => import("../../importers/otel/otlp-protobuf.ts");

function requestOf(value: unknown): unknown {
  if (!isObject(value)) throw new SyntaxError("it is not an ExportTraceServiceRequest");
  const { resourceSpans = [] } = value;
  if (!Array.isArray(resourceSpans)) throw new SyntaxError("resourceSpans is not a list");
  return { resourceSpans };
}
