import { featureOf } from "../core/fields.ts";
import { ORIGINS, type Origin } from "../core/exchange.ts";
import { objectOf, parseJson, type JsonObject } from "../core/json.ts";
import { splitTarget } from "../core/target.ts";
import { BIT, type CodeColumn, type Frame, type Segment } from "./frame.ts";
import type { Rows } from "./partition.ts";

/** Which rows of the log stand as the baseline. Times are ms since the epoch, half-open `[from, to)`. */
export interface RowFilter {
  readonly from?: number;
  readonly to?: number;
  readonly project?: string;
  readonly endpoint?: string;
  /** The model asked for, the model that served, or a whole target. */
  readonly model?: string;
  readonly provider?: string;
  readonly end_user?: string;
  readonly tag?: string;
  readonly feature?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly api_key?: string;
  readonly strategy?: string;
  /** `live` and `import` unless named. */
  readonly origins?: readonly Origin[];
}

export const BASELINE_ORIGINS: readonly Origin[] = ["live", "import"];

/** Why rows inside the window are no baseline rows. */
export interface LeftOut {
  blocked: number;
  cancelled: number;
  gateway_cache_hit: number;
  embeddings: number;
}

export function noneLeftOut(): LeftOut {
  return { blocked: 0, cancelled: 0, gateway_cache_hit: 0, embeddings: 0 };
}

/** The tags of a dictionary entry. */
export function tagsOf(text: string | null): readonly string[] {
  const value = text === null ? null : parseJson(text);
  return Array.isArray(value) ? value.filter((tag): tag is string => typeof tag === "string") : [];
}

/** The metadata of a dictionary entry. */
export function metadataOf(text: string | null): JsonObject {
  return objectOf(text === null ? null : parseJson(text));
}

function flags(frame: Frame, column: CodeColumn, holds: (text: string | null) => boolean): Uint8Array {
  return Uint8Array.from(frame.dictionary(column), (text) => Number(holds(text)));
}

type RowTest = (segment: Segment) => (row: number) => boolean;

function byColumns(columns: readonly (readonly [CodeColumn, Uint8Array])[]): RowTest {
  return (segment) => {
    const tests = columns.map(([name, passing]) => ({ codes: segment.column(name), passing }));
    return (row) => tests.some(({ codes, passing }) => passing[codes[row]!] === 1);
  };
}

function equalTo(frame: Frame, column: CodeColumn, wanted: string): RowTest {
  return byColumns([[column, flags(frame, column, (text) => text === wanted)]]);
}

function testsOf(frame: Frame, filter: RowFilter): readonly RowTest[] {
  const tests: RowTest[] = [];
  const exact = { project: filter.project, endpoint: filter.endpoint, api_key: filter.api_key } as const;
  for (const [column, wanted] of Object.entries(exact)) {
    if (wanted !== undefined) tests.push(equalTo(frame, column as CodeColumn, wanted));
  }
  if (filter.end_user !== undefined) tests.push(equalTo(frame, "end_user", filter.end_user));
  if (filter.strategy !== undefined) tests.push(equalTo(frame, "strategy", filter.strategy));
  const { model, provider, tag, feature, metadata } = filter;
  if (model !== undefined) {
    const served = flags(
      frame,
      "target",
      (text) => text === model || (text !== null && splitTarget(text)?.model === model),
    );
    tests.push(
      byColumns([
        ["target", served],
        ["model_requested", flags(frame, "model_requested", (text) => text === model)],
      ]),
    );
  }
  if (provider !== undefined) {
    tests.push(
      byColumns([
        ["target", flags(frame, "target", (text) => text !== null && splitTarget(text)?.provider === provider)],
      ]),
    );
  }
  if (tag !== undefined) tests.push(byColumns([["tags", flags(frame, "tags", (text) => tagsOf(text).includes(tag))]]));
  if (feature !== undefined) {
    const byTag = flags(frame, "tags", (text) => tagsOf(text).includes(`feature:${feature}`));
    const byMetadata = flags(frame, "metadata", (text) => featureOf([], metadataOf(text)) === feature);
    tests.push(
      byColumns([
        ["metadata", byMetadata],
        ["tags", byTag],
      ]),
    );
  }
  for (const [key, wanted] of Object.entries(metadata ?? {})) {
    const holds = (text: string | null): boolean => {
      const value = metadataOf(text)[key];
      return value !== undefined && value !== null && String(value) === wanted;
    };
    tests.push(byColumns([["metadata", flags(frame, "metadata", holds)]]));
  }
  return tests;
}

/** Gives, segment by segment, the rows of a window that stand as the baseline; counts those inside it that cannot. */
export function rowSelector(frame: Frame, filter: RowFilter, leftOut: LeftOut): (segment: Segment) => Rows {
  const from = filter.from ?? Number.NEGATIVE_INFINITY;
  const to = filter.to ?? Number.POSITIVE_INFINITY;
  const tests = testsOf(frame, filter);
  let wantedOrigins = 0;
  for (const origin of filter.origins ?? BASELINE_ORIGINS) wantedOrigins |= 1 << ORIGINS.indexOf(origin);
  const buffer = new Uint32Array(1 << 16);

  return (segment) => {
    if (segment.to < from || segment.from >= to) return new Uint32Array(0);
    const at = segment.column("created_at");
    const bits = segment.column("bits");
    const rowTests = tests.map((test) => test(segment));
    let count = 0;
    rows: for (let row = 0; row < segment.rows; row++) {
      const when = at[row]!;
      if (when < from || when >= to) continue;
      const word = bits[row]!;
      if (((wantedOrigins >>> ((word >>> BIT.origin) & 7)) & 1) === 0) continue;
      for (let test = 0; test < rowTests.length; test++) if (!rowTests[test]!(row)) continue rows;
      const status = (word >>> BIT.status) & 7;
      if (((word >>> BIT.gateway_cache_hit) & 1) === 1) leftOut.gateway_cache_hit++;
      else if (((word >>> BIT.embeddings) & 1) === 1) leftOut.embeddings++;
      else if (status === 2) leftOut.cancelled++;
      else if (status === 3) leftOut.blocked++;
      else buffer[count++] = row;
    }
    return buffer.slice(0, count);
  };
}

/** When the newest row of these origins was made, ms since the epoch: calls of an experiment made just now are no traffic. Null where there is none. */
export function newestRow(frame: Frame, origins: readonly Origin[]): number | null {
  const wanted = origins.reduce((all, origin) => all | (1 << ORIGINS.indexOf(origin)), 0);
  let newest = Number.NEGATIVE_INFINITY;
  for (const segment of [...frame.segments()].toSorted((a, b) => b.to - a.to)) {
    if (segment.to <= newest) break;
    const [at, bits] = [segment.column("created_at"), segment.column("bits")];
    for (let row = 0; row < segment.rows; row++) {
      if (at[row]! > newest && ((wanted >>> ((bits[row]! >>> BIT.origin) & 7)) & 1) === 1) newest = at[row]!;
    }
  }
  return newest === Number.NEGATIVE_INFINITY ? null : newest;
}
