import { timingSafeEqual } from "node:crypto";
import { createKey } from "./actions/keys.ts";
import { removeRunningGateway, writeRunningGateway } from "./actions/running-gateway.ts";
import type { Principal } from "./server/api/access.ts";

/** How the command line on the same machine finds a running gateway and proves that it may read its data folder. */
export interface LocalAccess {
  /** Who presents this key: the command line, or null. */
  principal(key: string): Principal | null;
  announce(url: string): void;
  withdraw(): void;
}

/** @param secret makes 256 random bits as text @param failed is told where the folder cannot be written to: serving goes on */
export function localAccess(dataFolder: string, secret: () => string, failed: (error: Error) => void): LocalAccess {
  const token = `us_local_${secret()}`;
  const expected = Buffer.from(token);
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      failed(error as Error);
    }
  };
  return {
    principal(key) {
      const given = Buffer.from(key);
      const same = given.length === expected.length && timingSafeEqual(given, expected);
      return same ? { name: "cli", role: "admin", project: "default" } : null;
    },
    announce: (url) => attempt(() => writeRunningGateway(dataFolder, { url, token, pid: process.pid })),
    withdraw: () => attempt(() => removeRunningGateway(dataFolder, token)),
  };
}

/** The admin key of the first start; null where there are keys already. */
export function firstKey(parts: Parameters<typeof createKey>[0]): string | null {
  if (parts.control.keys().length > 0) return null;
  return createKey(parts, {
    name: "admin",
    role: "admin",
    project: "default",
    endpoint: null,
    budget_usd_per_day: null,
    expires_at: null,
    actor: "first start",
  }).secret;
}
