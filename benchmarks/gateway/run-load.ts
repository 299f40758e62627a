import { start, type Contestant } from "./contestants.ts";
import type { Load } from "./load.ts";

/** Connections of a load, where nothing else is said. */
export const CONNECTIONS = 32;

/** Runs one load from a process of its own, on the core that the contestants do not have. */
export async function load(
  contestant: Contestant,
  options: { requests: number; stream: boolean; connections?: number; rate?: number },
): Promise<Load> {
  const { requests, stream, connections = CONNECTIONS, rate } = options;
  const child = start("other", [
    new URL("load.ts", import.meta.url).pathname,
    `--url=${contestant.url}/v1/chat/completions`,
    `--headers=${JSON.stringify(contestant.headers)}`,
    `--connections=${connections}`,
    `--requests=${requests}`,
    ...(stream ? ["--stream"] : []),
    ...(rate === undefined ? [] : [`--rate=${rate}`]),
  ]);
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) throw new Error(`the load ended with ${String(status)}`);
  return JSON.parse(text) as Load;
}
