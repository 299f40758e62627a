import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import { EXPORT_COLUMNS, exportCells, type CellKind } from "../../importers/index.ts";
import { exportedRows, type WriteRows } from "./exported-rows.ts";

/** Rows of a row group: so many, or of so many characters. */
const GROUP_ROWS = 2000;
const GROUP_CHARACTERS = 16 << 20;

const TYPES: Readonly<Record<CellKind, Omit<SchemaElement, "name">>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  json: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  number: { type: "DOUBLE" },
  flag: { type: "BOOLEAN" },
};

const SCHEMA: SchemaElement[] = [
  { name: "root", num_children: EXPORT_COLUMNS.length },
  ...EXPORT_COLUMNS.map(({ name, kind }): SchemaElement => ({ name, repetition_type: "OPTIONAL", ...TYPES[kind] })),
];

/** Parquet, compressed with Snappy, a row group at a time. JSON stands as text. */
export const exportParquet: WriteRows = function* (traffic, filter, tally) {
  const bytes = new ByteWriter();
  // Bodies are not what a reader skips row groups by, and their statistics would hold them again.
  const writer = new ParquetWriter({ writer: bytes, schema: SCHEMA, statistics: false });
  let columns = emptyColumns();
  let characters = 0;

  const taken = (): Uint8Array => {
    const chunk = bytes.getBytes().slice();
    bytes.index = 0;
    tally.bytes += chunk.length;
    return chunk;
  };
  const group = (): Uint8Array => {
    const columnData = EXPORT_COLUMNS.map(({ name }, at) => ({ name, data: columns[at] ?? [] }));
    void writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    columns = emptyColumns();
    characters = 0;
    return taken();
  };

  for (const { exchange, outcomes } of exportedRows(traffic, filter, tally)) {
    for (const [at, cell] of exportCells(exchange, outcomes).entries()) {
      columns[at]?.push(cell ?? null);
      characters += typeof cell === "string" ? cell.length : 0;
    }
    if ((columns[0]?.length ?? 0) >= GROUP_ROWS || characters >= GROUP_CHARACTERS) yield group();
  }
  if ((columns[0]?.length ?? 0) > 0) yield group();
  void writer.finish();
  yield taken();
};

function emptyColumns(): (string | number | boolean | null)[][] {
  return EXPORT_COLUMNS.map(() => []);
}
