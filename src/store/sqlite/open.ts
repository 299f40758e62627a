import { existsSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { OperatorError } from "../../core/errors.ts";
import type { Store } from "../control.ts";
import { openControl } from "./control.ts";
import { checkDatabase, openDatabase, unusable, type Tuning } from "./database.ts";
import { definitionsIn } from "./definitions.ts";
import { openTraffic } from "./traffic.ts";

export interface SqliteStoreOptions extends Tuning {
  readonly readOnly?: boolean;
}

/**
 * Opens the SQLite store of a data folder, making it where it is missing; nothing is touched where any of its files is
 * unusable or newer. `readOnly` opens it beside a process that writes.
 * @throws OperatorError `store_newer`, `store_unusable`; `store_missing` where read only and nothing is there
 */
export function openSqliteStore(folder: string, { readOnly = false, ...tuning }: SqliteStoreOptions = {}): Store {
  const { control, traffic, bodies } = definitionsIn(folder);
  const definitions = [control, bodies, traffic];
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw unusable(folder, "it is not a folder");
  for (const definition of definitions) checkDatabase(definition);
  if (readOnly && !definitions.every(({ file }) => existsSync(file)))
    throw new OperatorError("store_missing", `There is no store in ${folder}.`, { file: folder });

  const open: DatabaseSync[] = [];
  try {
    for (const definition of definitions) open.push(openDatabase(definition, readOnly, tuning));
  } catch (error) {
    for (const database of open) database.close();
    throw error;
  }
  const [controlDatabase, bodiesDatabase, trafficDatabase] = open as [DatabaseSync, DatabaseSync, DatabaseSync];
  const bytesOnDisk = (): number =>
    definitions
      .flatMap(({ file }) => [file, `${file}-wal`])
      .reduce((bytes, file) => bytes + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  const store = {
    control: openControl(controlDatabase),
    traffic: openTraffic(trafficDatabase, bodiesDatabase, bytesOnDisk),
  };
  return {
    ...store,
    close() {
      store.traffic.close();
      store.control.close();
    },
  };
}
