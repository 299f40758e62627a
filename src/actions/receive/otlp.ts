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

/** What OTLP over HTTP has of each kind of telemetry. */
interface Signal {
  readonly path: string;
  /** The list that a request holds. */
  readonly member: "resourceSpans" | "resourceLogs";
  /** How many were not taken, in an answer. */
  readonly rejected: "rejectedSpans" | "rejectedLogRecords";
}

/** Telemetry as JSON or as protobuf, answered as the protocol says. Protobuf is loaded when it is first sent. */
function otlp({ path, member, rejected: count }: Signal): Inlet {
  return {
    path,
    importer: "otel-genai",
    async read(body, type) {
      if (type === JSON_TYPE) return [requestOf(JSON.parse(body.toString()), member)];
      return type === PROTOBUF_TYPE ? [(await protobuf()).decodeRequest(body, member)] : null;
    },
    async answer({ rejected, problem }: Received, type) {
      const partial = rejected === 0 ? null : { rejected, message: problem ?? "" };
      if (type === PROTOBUF_TYPE) return { type, body: (await protobuf()).encodePartialSuccess(partial) };
      return json(
        partial === null ? {} : { partialSuccess: { [count]: String(rejected), errorMessage: partial.message } },
      );
    },
    async refuse({ status, message }, type) {
      const code = CODES[status];
      return type === PROTOBUF_TYPE
        ? { type, body: (await protobuf()).encodeStatus(code, message) }
        : json({ code, message });
    },
  };
}

/** Spans. */
export const otlpTraces = otlp({ path: "/v1/traces", member: "resourceSpans", rejected: "rejectedSpans" });
/** Log records, in which texts of a call may stand beside its span. */
export const otlpLogs = otlp({ path: "/v1/logs", member: "resourceLogs", rejected: "rejectedLogRecords" });

function json(document: object): InletAnswer {
  return { type: JSON_TYPE, body: JSON.stringify(document) };
}

const protobuf = () => import("../../importers/otel/otlp-protobuf.ts");

function requestOf(value: unknown, member: Signal["member"]): unknown {
  if (!isObject(value)) throw new SyntaxError("it is not a request of OTLP");
  const list = value[member] ?? [];
  if (!Array.isArray(list)) throw new SyntaxError(`${member} is not a list`);
  return { [member]: list };
}
