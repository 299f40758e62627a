import type { JsonObject } from "../core/json.ts";

/** A row of a table (CSV, Parquet): members are columns, and values may be texts where a format has numbers or JSON. */
export class TableRow {
  readonly cells: JsonObject;

  constructor(cells: JsonObject) {
    this.cells = cells;
  }
}
