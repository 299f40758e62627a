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
  /** The `set-cookie` value of a new session. */
  open(principal: Principal): string;
  /** Ends the session of a `cookie` header. @returns the `set-cookie` value that makes the browser forget it */
  end(cookies: string | null): string;
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
  const flags = (maxAge: number): string =>
    `HttpOnly; SameSite=Strict; Path=/; Max-Age=${maxAge}${secure ? "; Secure" : ""}`;
  const open = (principal: Principal): string => {
    expire(sessions);
    const session = secret();
    sessions.set(session, { principal, until: now() + SESSION_MS });
    return `${COOKIE}=${session}; ${flags(SESSION_MS / 1_000)}`;
  };
  return {
    open,
    end(cookies) {
      for (const session of sessionsIn(cookies)) sessions.delete(session);
      return `${COOKIE}=; ${flags(0)}`;
    },
    issue(principal) {
      expire(links);
      const token = secret();
      links.set(token, { principal, until: now() + LINK_MS });
      return token;
    },
    redeem(token) {
      const held = links.get(token);
      links.delete(token);
      return held === undefined || held.until <= now() ? null : open(held.principal);
    },
    principal(cookies) {
      for (const session of sessionsIn(cookies)) {
        const held = sessions.get(session);
        if (held !== undefined && held.until > now()) return held.principal;
      }
      return null;
    },
  };
}

/** Our own cookies in a `cookie` header. */
function sessionsIn(cookies: string | null): readonly string[] {
  return (cookies?.split(";") ?? []).flatMap((part) => {
    const [name, value] = part.trim().split("=", 2) as [string, string | undefined];
    return name === COOKIE && value !== undefined && value !== "" ? [value] : [];
  });
}
