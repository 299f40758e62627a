import { OperatorError } from "../../core/errors.ts";
import type { Column, ColumnName, Frame, Segment } from "../../replay/frame.ts";
import type { FrameOptions } from "../traffic.ts";
import type { TypedArray } from "./codec.ts";
import { groupOf, type BuiltGroup, type ColumnGroup } from "./segment-columns.ts";
import { span, type SealedSegment, type Segments } from "./segments.ts";
import type { StringKind, Strings } from "./strings.ts";

/** A run of rows, sealed (`segment` is its number) or not. */
export type Run = Omit<SealedSegment, "segment"> & { readonly segment: number | null };

/** What a frame reads from. */
export interface FrameSource {
  readonly strings: Strings;
  readonly segments: Segments;
  /** Sealed segments and what is not sealed yet, in `seq` order. */
  runs(): readonly Run[];
  /** Grows when texts are erased. */
  erasures(): number;
  /** Columns of a run made from its rows. */
  build(run: Run, group: ColumnGroup): BuiltGroup;
}

/** Rows of a run that stand in the window: all of them, a stretch `[start, end)`, or their positions. */
type Selection = "all" | readonly [start: number, end: number] | Uint16Array;

interface Part {
  readonly run: Run;
  readonly selection: Selection;
  readonly rows: number;
  readonly from: number;
  readonly to: number;
}

/** The log's columns as a frame: a column is read when first asked for, and kept where `keep` says so. */
export function openFrame(source: FrameSource, { from, to, keep = true }: FrameOptions): Frame {
  const erasures = source.erasures();
  const opened = new Map<Run, ColumnReader>();
  const readerOf = (run: Run): ColumnReader => {
    const known = opened.get(run);
    if (known !== undefined) return known;
    const reader = openRun(source, run);
    if (keep) opened.set(run, reader);
    return reader;
  };
  const parts = source
    .runs()
    .flatMap((run) => partOf(run, readerOf, from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY));
  const metadata = joinMetadata();
  const dictionaries = new Map<StringKind, readonly (string | null)[]>();

  const segmentOf = (part: Part): Segment => {
    const reader = readerOf(part.run);
    const columns = new Map<ColumnName, TypedArray>();
    const read = (name: ColumnName): TypedArray => {
      const column = select(reader.column(name), part.selection);
      return name === "metadata"
        ? metadata.translate(part.run, column as Uint32Array, () => reader.metadata())
        : column;
    };
    return {
      rows: part.rows,
      from: part.from,
      to: part.to,
      column<C extends ColumnName>(name: C): Column<C> {
        let column = columns.get(name);
        if (column === undefined) columns.set(name, (column = read(name)));
        return column as Column<C>;
      },
    };
  };
  const kept = keep ? parts.map(segmentOf) : null;

  return {
    rows: parts.reduce((rows, part) => rows + part.rows, 0),
    *segments() {
      if (kept !== null) yield* kept;
      else for (const part of parts) yield segmentOf(part);
    },
    dictionary(column) {
      if (column === "metadata") {
        for (const { run } of parts) metadata.add(run, () => readerOf(run).metadata());
        return metadata.texts;
      }
      let texts = dictionaries.get(column);
      if (texts === undefined) {
        dictionaries.set(column, (texts = source.strings.dictionary(column)));
        if (source.erasures() !== erasures) throw changed();
      }
      return texts;
    },
  };
}

function changed(): OperatorError {
  return new OperatorError("log_changed", "Rows were removed from the log while it was being read.");
}

interface ColumnReader {
  column(name: ColumnName): TypedArray;
  metadata(): readonly string[];
}

/** Reads from the segment, and makes from the rows what no segment holds: the same rows make the same dictionary of metadata. */
function openRun({ segments, build }: FrameSource, run: Run): ColumnReader {
  const built = new Map<ColumnGroup, BuiltGroup>();
  const rebuilt = (group: ColumnGroup): BuiltGroup => {
    let found = built.get(group);
    if (found === undefined) built.set(group, (found = build(run, group)));
    if (found.rows !== run.rows) throw changed();
    return found;
  };
  const { segment } = run;
  const sealed = segment === null ? null : { ...run, segment };
  return {
    column: (name) => (sealed && segments.column(sealed, name)) ?? (rebuilt(groupOf(name)).columns[name] as TypedArray),
    metadata: () => (sealed && segments.metadata(sealed)) ?? rebuilt("cells").metadata,
  };
}

function partOf(run: Run, readerOf: (run: Run) => ColumnReader, from: number, to: number): Part[] {
  const { oldest, newest, rows } = run;
  if (rows === 0 || newest < from || oldest >= to) return [];
  if (oldest >= from && newest < to) return [{ run, selection: "all", rows, from: oldest, to: newest }];
  const instants = readerOf(run).column("created_at");
  const selection = selectionOf(instants, from, to);
  const selected = select(instants, selection);
  if (selected.length === 0) return [];
  const within = span(selected);
  return [{ run, selection, rows: selected.length, from: within.oldest, to: within.newest }];
}

function selectionOf(instants: TypedArray, from: number, to: number): Selection {
  const positions = new Uint16Array(instants.length);
  let rows = 0;
  for (let row = 0; row < instants.length; row++) {
    const at = instants[row] as number;
    if (at >= from && at < to) positions[rows++] = row;
  }
  const first = positions[0] as number;
  const stretch = rows === 0 || (positions[rows - 1] as number) - first === rows - 1;
  return stretch ? [first, first + rows] : positions.slice(0, rows);
}

function select(column: TypedArray, selection: Selection): TypedArray {
  if (selection === "all") return column;
  if (!(selection instanceof Uint16Array)) return column.subarray(selection[0], selection[1]);
  const Kind = column.constructor as new (rows: number) => TypedArray;
  const selected = new Kind(selection.length);
  for (let row = 0; row < selection.length; row++) selected[row] = column[selection[row] as number] as number;
  return selected;
}

interface JoinedMetadata {
  /** Texts by code of the whole frame; it grows as runs are added. */
  readonly texts: readonly (string | null)[];
  add(run: Run, texts: () => readonly string[]): Uint32Array;
  /** Codes of a run's own dictionary as codes of the frame's. */
  translate(run: Run, codes: Uint32Array, texts: () => readonly string[]): Uint32Array;
}

function joinMetadata(): JoinedMetadata {
  const all: (string | null)[] = [null];
  const codes = new Map<string, number>();
  const joined = new Map<Run, Uint32Array>();
  const add: JoinedMetadata["add"] = (run, texts) => {
    let known = joined.get(run);
    if (known !== undefined) return known;
    known = Uint32Array.from(texts(), (text) => {
      let code = codes.get(text);
      if (code === undefined) {
        codes.set(text, (code = all.length));
        all.push(text);
      }
      return code;
    });
    joined.set(run, known);
    return known;
  };
  return {
    texts: all,
    add,
    translate(run, local, texts) {
      const known = add(run, texts);
      const translated = new Uint32Array(local.length);
      for (let row = 0; row < local.length; row++) translated[row] = known[local[row] as number] as number;
      return translated;
    },
  };
}
