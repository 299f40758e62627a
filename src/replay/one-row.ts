import { hash64 } from "../core/dice.ts";
import type { Features } from "../core/features.ts";
import { BIT, type Column, type ColumnName, type Frame, type Segment } from "./frame.ts";
import { metadataOf, tagsOf } from "./rows.ts";

/** A segment that holds one row of another. */
export function oneRow(segment: Segment, row: number): Segment {
  const at = segment.column("created_at")[row]!;
  return {
    rows: 1,
    from: at,
    to: at,
    column: <C extends ColumnName>(name: C): Column<C> => segment.column(name).slice(row, row + 1) as Column<C>,
  };
}

/** The row of a request as a segment of its own; null where the frame does not hold it. */
export function findRow(frame: Frame, requestId: string): Segment | null {
  const { hi, lo } = hash64(requestId);
  for (const segment of frame.segments()) {
    const high = segment.column("id_hi");
    const low = segment.column("id_lo");
    for (let row = 0; row < segment.rows; row++) if (low[row] === lo && high[row] === hi) return oneRow(segment, row);
  }
  return null;
}

/** What a policy may read of a logged row. @param requestId not a column: rows know only its hash */
export function rowFeatures(frame: Frame, row: Segment, requestId: string): Features {
  const text = (
    name: "project" | "endpoint" | "api_key" | "end_user" | "session" | "model_requested" | "tags" | "metadata",
  ) => frame.dictionary(name)[row.column(name)[0]!] ?? null;
  const bits = row.column("bits")[0]!;
  const flag = (at: number): boolean => ((bits >>> at) & 1) === 1;
  const planned = row.column("planned_input_tokens")[0]!;
  const uncached = row.column("input_uncached")[0]!;
  const cached = Math.max(0, row.column("cache_read")[0]!) + Math.max(0, row.column("cache_write")[0]!);
  return {
    request_id: requestId,
    created_at: row.column("created_at")[0]!,
    model: text("model_requested") ?? "",
    project: text("project") ?? "",
    endpoint: text("endpoint"),
    api_key: text("api_key"),
    end_user: text("end_user"),
    session: text("session"),
    tags: tagsOf(text("tags")),
    metadata: metadataOf(text("metadata")),
    input_tokens: planned >= 0 ? planned : uncached < 0 ? null : uncached + cached,
    stream: flag(BIT.stream),
    needs: {
      tools: flag(BIT.needs_tools),
      images: flag(BIT.needs_images),
      json_schema: flag(BIT.needs_json_schema),
    },
  };
}
