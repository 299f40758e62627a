import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../control.ts";
import { openSqliteStore } from "./open.ts";

/** A folder of the running test's own, gone when it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "understudy-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store of the running test's own, closed when it ends. */
export function temporaryStore(folder = temporaryFolder()): Store {
  const store = openSqliteStore(folder);
  onTestFinished(() => store.close());
  return store;
}
