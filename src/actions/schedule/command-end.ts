import type { ScheduleRunEnd } from "../../store/schedules.ts";

/** What a command left behind. */
export interface CommandEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** Its one JSON document. */
  readonly out: string;
  readonly err: string;
}

/** The exit code of Ctrl-C. */
const INTERRUPTED = 130;
const LONGEST_MESSAGE = 500;

/** What came of a command, from its exit code and its one JSON document. Exit 1 is an answer too: "no". */
export function endOf({ code, out, err }: CommandEnd): Omit<ScheduleRunEnd, "ended_at"> {
  const document = parsed(out);
  const shadow = fieldOf(document, "shadow_pipeline");
  const result = textAt(document, "id") ?? textAt(shadow, "run_id");
  const decision = textAt(document, "primary", "decision") ?? textAt(shadow, "summary", "verdict");
  if (code === INTERRUPTED || code === null)
    return { state: "interrupted", result, decision: null, message: "it was stopped before its end" };
  // A check has its answer whatever becomes of the shadow; of a schedule that is all that was wanted.
  const unstored = shadow !== null && fieldOf(shadow, "persisted") !== true;
  if (unstored)
    return { state: "failed", result: null, decision: null, message: textAt(shadow, "error") ?? "it was not stored" };
  if ((code === 0 || code === 1) && result !== null) return { state: "done", result, decision, message: null };
  const said = wrongWith(document) ?? (err.trim() === "" ? out.trim() : err.trim());
  const message = said === "" ? `it ended with ${code} and said nothing` : said.slice(0, LONGEST_MESSAGE);
  return { state: "failed", result, decision: null, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function textAt(document: unknown, ...path: readonly string[]): string | null {
  const at = path.reduce(fieldOf, document);
  return typeof at === "string" ? at : null;
}

/** Null where there is none. */
function fieldOf(document: unknown, name: string): unknown {
  return typeof document === "object" && document !== null
    ? ((document as Record<string, unknown>)[name] ?? null)
    : null;
}

/** A mistake of the operator's, and where it is. */
function wrongWith(document: unknown): string | null {
  const message = textAt(document, "error", "message");
  const place = textAt(document, "error", "file") ?? textAt(document, "error", "field");
  return message === null || place === null ? message : `${place}: ${message}`;
}
