import { deriveColumns, type BodyFlaw } from "../../core/derived-columns.ts";
import type { Dialect, Exchange } from "../../core/exchange.ts";
import type { HashText } from "../../core/fingerprint.ts";
import type { JsonObject } from "../../core/json.ts";
import type { SpooledRow } from "./record.ts";

export interface StoringParts {
  readonly hash: HashText;
  /** The body that a stream's bytes amount to. */
  readonly reassemble: (dialect: Dialect, events: string) => JsonObject | null;
  /** Takes out of bodies what the row's project does not want kept; null = nothing was found. */
  readonly redact: (
    project: string,
    dialect: Dialect,
    body: JsonObject,
    which: "request" | "response",
  ) => JsonObject | null;
}

interface Body {
  readonly text: string | null;
  readonly value: unknown;
  readonly redacted: boolean;
}

const NO_BODY: Body = { text: null, value: null, redacted: false };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function asObject(value: unknown): JsonObject | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The row as the store keeps it: bodies as JSON text, and the columns that follow from them. */
export function storedExchange(
  { head, request, response }: SpooledRow,
  { hash, reassemble, redact }: StoringParts,
): Exchange {
  const { response_events: events, bodies_dropped: dropped, trace, ...columns } = head;
  const { project, dialect } = columns;

  function body(bytes: Buffer, which: "request" | "response"): Body {
    if (dropped || bytes.length === 0) return NO_BODY;
    const text = bytes.toString("utf8");
    const stream = which === "response" && events;
    const value = stream ? reassemble(dialect, text) : parsed(text);
    const object = asObject(value);
    const kept = object === null ? null : redact(project, dialect, object, which);
    if (kept !== null) return { text: JSON.stringify(kept), value: kept, redacted: true };
    return { text: stream ? JSON.stringify(value) : text, value, redacted: false };
  }

  const asked = body(request, "request");
  const answered = body(response, "response");
  const flaw: BodyFlaw | null = dropped ? "body_missing" : asked.redacted ? "redacted" : null;
  const derived = deriveColumns(
    {
      dialect,
      request: asked.value,
      response: answered.value,
      request_flaw: flaw,
      response_flawed: answered.redacted,
      usage: columns.usage,
    },
    hash,
  );
  return {
    ...columns,
    ...derived,
    request_body: asked.text,
    response_body: answered.text,
    trace: JSON.stringify(trace),
  };
}
