import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** Where a gateway that runs over a data folder is, for the command line on the same machine. */
const runningGateway = z.object({
  url: z.url(),
  /** Opens the API of this run of the gateway, and nothing after it. */
  token: z.string().min(1),
  pid: z.int(),
});

export type RunningGatewayFile = z.infer<typeof runningGateway>;

function fileIn(dataFolder: string): string {
  return join(dataFolder, "gateway.json");
}

/** What the gateway over a folder says of itself; null where none runs, or none ended properly. */
export function readRunningGateway(dataFolder: string): RunningGatewayFile | null {
  try {
    return runningGateway.parse(JSON.parse(readFileSync(fileIn(dataFolder), "utf8")));
  } catch {
    return null;
  }
}

/** Readable by its owner alone: whoever reads the folder may do what the gateway's admin may. */
export function writeRunningGateway(dataFolder: string, running: RunningGatewayFile): void {
  const file = fileIn(dataFolder);
  const draft = `${file}.${running.pid}`;
  writeFileSync(draft, `${JSON.stringify(running)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** Takes the file away again, where it is still this run's. */
export function removeRunningGateway(dataFolder: string, token: string): void {
  if (readRunningGateway(dataFolder)?.token === token) rmSync(fileIn(dataFolder), { force: true });
}
