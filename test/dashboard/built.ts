import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const ROOT = join(import.meta.dirname, "../..");

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

/** Builds the dashboard where its sources are newer than what was built last. */
export async function builtDashboard(): Promise<void> {
  const sources = Math.max(
    ...["dashboard", "core", "report", "replay", "experiments"].map((room) => newest(join(ROOT, "src", room))),
  );
  if (newest(join(ROOT, "dist", "dashboard")) > sources) return;
  await build({ configFile: join(ROOT, "vite.config.ts"), root: join(ROOT, "src/dashboard"), logLevel: "warn" });
}
