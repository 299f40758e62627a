import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import type { RunProgress } from "../../actions/metered/run-progress.ts";

const LOOK_MS = 300;
/** A comment this often keeps connections of silent runs open. */
const ALIVE_MS = 15_000;

export interface RunEventsParts {
  /** How the run stands, whoever works on it. */
  readonly state: () => RunProgress & { readonly reason: string | null };
  /** Whether somebody is about to work on it who has not begun. */
  readonly working: () => boolean;
  /** Whether the gateway is stopping. */
  readonly stopping: () => boolean;
}

/** Server-sent events of a run: `progress` at once and with every change, `ended` at the end. Who comes late hears the same. */
export function runEvents(context: Context, { state, working, stopping }: RunEventsParts): Response {
  return streamSSE(context, async (stream) => {
    let told = "";
    let silent = 0;
    while (!stream.aborted && !stopping()) {
      const progress = state();
      const data = JSON.stringify(progress);
      if (data !== told) await stream.writeSSE({ event: "progress", data });
      else if ((silent += LOOK_MS) >= ALIVE_MS) await stream.write(":\n\n");
      if (data !== told || silent >= ALIVE_MS) silent = 0;
      told = data;
      if (progress.state !== "running" && !working()) {
        await stream.writeSSE({ event: "ended", data });
        return;
      }
      await stream.sleep(LOOK_MS);
    }
  });
}
