import type { Dialect as DialectName } from "../../core/exchange.ts";
import type { Dialect } from "../../dialects/dialect.ts";

/** Where a request of a client goes. */
export interface GatewayRoute {
  readonly dialect: DialectName;
  /** The endpoint named in the path. */
  readonly endpoint: string | null;
}

const NAMED = /^\/e\/([^/]+)(\/.*)$/u;

/** Finds the dialect behind a path, `/e/NAME` before it or not; null where none is served there. */
export function gatewayRoutes(dialects: readonly Dialect[]): (path: string) => GatewayRoute | null {
  const plain = new Map<string, GatewayRoute>(
    dialects.map(({ name, path }) => [path, { dialect: name, endpoint: null }]),
  );
  return (path) => {
    const found = plain.get(path);
    if (found !== undefined) return found;
    const named = NAMED.exec(path);
    if (named === null) return null;
    const below = plain.get(named[2] as string);
    return below === undefined ? null : { dialect: below.dialect, endpoint: decoded(named[1] as string) };
  };
}

/** What is badly escaped names no endpoint, and is shown as it came. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
