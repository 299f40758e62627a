import type { Dialect } from "./dialect.ts";

/** Every wire format that clients may speak. */
export const CLIENT_DIALECTS: readonly Dialect[] = [];
