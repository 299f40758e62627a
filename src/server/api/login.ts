import type { Principal } from "./access.ts";

/** How long a browser stays logged in, ms. */
const SESSION_MS = 12 * 3_600_000;
const LINK_MS = 15 * 60_000;
const COOKIE = "understudy_session";

/** Browser logins: a one-time link becomes a session cookie. Kept in memory: a restart ends them. */
export interface Logins {
  /** A token for `/login?token=`, good once and for 15 minutes. */
  issue(principal: Principal): string;
  /** The `set-cookie` value a token is good for; null where it is used up, old or made up. */
  redeem(token: string): string | null;
  /** Who a `cookie` header belongs to. */
  principal(cookies: string | null): Principal | null;
}

interface Held {
  readonly principal: Principal;
  readonly until: number;
}

/** @param secret makes 256 random bits as text @param secure whether cookies travel over TLS only */
export function makeLogins(secret: () => string, now: () => number, secure: boolean): Logins {
  const links = new Map<string, Held>();
  const sessions = new Map<string, Held>();
  const expire = (held: Map<string, Held>): void => {
    for (const [token, { until }] of held) if (until <= now()) held.delete(token);
  };
  return {
    issue(principal) {
      expire(links);
      const token = secret();
      links.set(token, { principal, until: now() + LINK_MS });
      return token;
    },
    redeem(token) {
      const held = links.get(token);
      links.delete(token);
      if (held === undefined || held.until <= now()) return null;
      expire(sessions);
      const session = secret();
      sessions.set(session, { principal: held.principal, until: now() + SESSION_MS });
      const flags = `HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_MS / 1_000}${secure ? "; Secure" : ""}`;
      return `${COOKIE}=${session}; ${flags}`;
    },
    principal(cookies) {
      for (const part of cookies?.split(";") ?? []) {
        const [name, value] = part.trim().split("=", 2) as [string, string | undefined];
        if (name !== COOKIE || value === undefined) continue;
        const held = sessions.get(value);
        if (held !== undefined && held.until > now()) return held.principal;
      }
      return null;
    },
  };
}
