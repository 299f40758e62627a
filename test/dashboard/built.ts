import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "vite";

const ROOT = join(import.meta.dirname, "../..");
const BUILT = join(ROOT, "dist", "dashboard");

/** ms since the epoch of the newest file below a folder; 0 where there is none. */
function newest(folder: string): number {
  try {
    const times = readdirSync(folder, { recursive: true, encoding: "utf8" }).map(
      (name) => statSync(join(folder, name)).mtimeMs,
    );
    return Math.max(0, ...times);
  } catch {
    return 0;
  }
}

/**
 * Builds the dashboard where its sources are newer than what was built last. Test files that begin together may both find so: each builds into
 * a folder of its own, and the first one is kept.
 */
export async function builtDashboard(): Promise<void> {
  const sources = Math.max(
    ...["dashboard", "core", "report", "replay", "experiments"].map((room) => newest(join(ROOT, "src", room))),
  );
  const isBuilt = (): boolean => newest(BUILT) > sources;
  if (isBuilt()) return;
  mkdirSync(dirname(BUILT), { recursive: true });
  const made = mkdtempSync(`${BUILT}-`);
  try {
    await build({
      configFile: join(ROOT, "vite.config.ts"),
      root: join(ROOT, "src/dashboard"),
      logLevel: "warn",
      build: { outDir: made },
    });
    keep(made, isBuilt);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** A folder with something in it is not replaced by a renaming: what another test file has built meanwhile stays. */
function keep(made: string, isBuilt: () => boolean): void {
  try {
    renameSync(made, BUILT);
  } catch {
    if (isBuilt()) return;
    rmSync(BUILT, { recursive: true, force: true });
    renameSync(made, BUILT);
  }
}
