import { deriveColumns, type BodyFlaw } from "../../core/derived-columns.ts";
import type { Dialect, Exchange } from "../../core/exchange.ts";
import type { HashText } from "../../core/fingerprint.ts";
import { isObject, parseJson, tooDeep, type JsonObject } from "../../core/json.ts";
import type { LiveTrace } from "../../core/live/live-trace.ts";
import { applyMergePatch, mergePatch } from "../../core/merge-patch.ts";
import { headOf, type SpooledRecord } from "./record.ts";

/** What projects do not want kept. */
export interface Redaction {
  /** The project has rules. */
  applies(project: string): boolean;
  /** The body without what its project's rules match; null = nothing was found. */
  body(project: string, dialect: Dialect, body: JsonObject, which: "request" | "response"): JsonObject | null;
}

export interface StoringParts {
  readonly hash: HashText;
  /** The body that a stream's bytes amount to; null where they hold no answer. */
  readonly reassemble: (dialect: Dialect, events: string) => JsonObject | null;
  readonly redaction: Redaction;
}

interface StoredBody {
  readonly text: string | null;
  readonly value: unknown;
  readonly redacted: boolean;
}

const MISSING: StoredBody = { text: null, value: null, redacted: false };
/** There are rules, and they cannot be held against it. */
const WITHHELD: StoredBody = { text: null, value: null, redacted: true };
const NO_TRACE = "null";
const NOTHING_ASSEMBLED = '"assembled":null';

/** The row as the store keeps it: bodies as text, and the columns that follow from them. */
export function storedExchange(record: SpooledRecord, parts: StoringParts): Exchange {
  const head = headOf(record);
  const { project, dialect, status, usage } = head;
  const kept = (value: unknown, text: string | null, which: "request" | "response"): StoredBody => {
    if (!parts.redaction.applies(project)) return { text, value, redacted: false };
    if (!isObject(value)) return WITHHELD;
    const redacted = parts.redaction.body(project, dialect, value, which);
    if (redacted === null) return { text, value, redacted: false };
    return { text: JSON.stringify(redacted), value: redacted, redacted: true };
  };

  const asked = record.request.length === 0 ? MISSING : requestOf(record, kept);
  const answered = record.response.length === 0 ? MISSING : responseOf(record, dialect, parts, kept);
  const trace = traceOf(record, asked, kept);
  const redacted = asked.redacted || trace.redacted;
  const flaw: BodyFlaw | null = record.overload ? "body_missing" : redacted ? "redacted" : record.request_flaw;
  const derived = deriveColumns(
    {
      dialect,
      request: trace.assembled ?? asked.value,
      response: answered.value,
      request_flaw: flaw,
      response_flawed: answered.redacted || record.response_flawed || (record.response_events && status !== "ok"),
      usage,
    },
    parts.hash,
  );
  return { ...head, ...derived, request_body: asked.text, response_body: answered.text, trace: trace.text };
}

type Keep = (value: unknown, text: string | null, which: "request" | "response") => StoredBody;

function requestOf({ request }: SpooledRecord, keep: Keep): StoredBody {
  const text = request.toString();
  return keep(parseJson(text), text, "request");
}

/** A stream that holds no answer is kept as it went. */
function responseOf(
  { response, response_events }: SpooledRecord,
  dialect: Dialect,
  { reassemble }: StoringParts,
  keep: Keep,
): StoredBody {
  const text = response.toString();
  if (!response_events) return keep(parseJson(text), text, "response");
  const assembled = reassemble(dialect, text);
  const body = tooDeep(assembled, text.length) ? null : assembled;
  return keep(body, body === null ? text : JSON.stringify(body), "response");
}

interface StoredTrace {
  /** Null = nothing was decided here. */
  readonly text: string | null;
  /** What was sent, where that is not what the client sent. */
  readonly assembled: unknown;
  readonly redacted: boolean;
}

/** The trace, its patch without what is not to be kept. */
function traceOf(record: SpooledRecord, asked: StoredBody, keep: Keep): StoredTrace {
  const text = record.trace.toString();
  if (text === NO_TRACE) return { text: null, assembled: null, redacted: false };
  if (text.includes(NOTHING_ASSEMBLED) && !record.overload) return { text, assembled: null, redacted: false };
  const trace = JSON.parse(text) as LiveTrace;
  if (record.overload)
    return {
      text: traceText({ ...trace, assembled: null, bodies_dropped: "overload" }),
      assembled: null,
      redacted: false,
    };
  const client = parseJson(record.request.toString());
  const sent = applyMergePatch(client, trace.assembled);
  const kept = keep(sent, null, "request");
  if (!kept.redacted && !asked.redacted) return { text, assembled: sent, redacted: false };
  const assembled = asked.value === null || kept.value === null ? null : mergePatch(asked.value, kept.value);
  return { text: traceText({ ...trace, assembled }), assembled: kept.value, redacted: true };
}

function traceText(trace: LiveTrace): string {
  return JSON.stringify(trace);
}
