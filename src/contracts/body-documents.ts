import { sniffDialect } from "../core/neutral/dialect.ts";
import type { Golden, Recording } from "./pack.ts";

/** What a golden file says; what is not known is left out. */
export function goldenDocument(golden: Golden): Readonly<Record<string, unknown>> {
  const { boundary, dialect, request_id, logged_at, request, response } = golden;
  const told = sniffDialect(request) === dialect ? null : dialect;
  return known({ boundary, dialect: told, request_id, logged_at, request, response });
}

/** What the file of a recording says; what is not known is left out. */
export function recordingDocument(recording: Recording): Readonly<Record<string, unknown>> {
  const { boundary, model, provider, latency_ms, cost_usd, response } = recording;
  const outcomes = Object.keys(recording.outcomes).length === 0 ? null : recording.outcomes;
  return known({ boundary, model, provider, latency_ms, cost_usd, outcomes, response });
}

function known(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
