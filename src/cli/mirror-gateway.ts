import { OperatorError } from "../core/errors.ts";
import type { ShownMirror } from "../actions/mirror/shown-mirror.ts";
import type { Args, Context } from "./command.ts";

/** Asks the gateway that runs, so that what changes is in force with the next request; null where none runs: then the store is worked on from here. */
export async function throughGateway<T = ShownMirror>(
  context: Context,
  args: Args,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: object,
): Promise<T | null> {
  const url = args.text("url");
  try {
    return (await context.gateway(url).call(method, path, body)) as T;
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== "gateway_unreachable" || url !== undefined) throw error;
    return null;
  }
}

export function mirrorPath(id: string, more = ""): string {
  return `/api/mirrors/${encodeURIComponent(id)}${more}`;
}
