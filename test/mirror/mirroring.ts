import { vi } from "vitest";
import type { ShownMirror } from "../../src/actions/mirror/shown-mirror.ts";
import { good, playing, type Play, type Playing } from "../gateway/playing.ts";

export const CALLERS = "gpt-4o-mini";
export const CANDIDATE = "gpt-4o";

/** A gateway whose callers are answered well, and a candidate that does as it is told. */
export interface Mirrored extends Playing {
  add(asked?: object): Promise<ShownMirror>;
  show(id: string): Promise<ShownMirror>;
  /** Once the mirror has come to something. */
  until(id: string, holds: (mirror: ShownMirror) => boolean): Promise<ShownMirror>;
}

/** @param more candidates by the name of their model */
export async function mirrored(candidate: Play, more: Readonly<Record<string, Play>> = {}): Promise<Mirrored> {
  const plays = { [CALLERS]: good, [CANDIDATE]: candidate, ...more };
  const played = await playing({ plays, policies: {}, providers: { openai: {} } });
  const { gateway } = played;
  const show = async (id: string): Promise<ShownMirror> => {
    const { body } = await gateway.api("GET", `/api/mirrors/${id}`);
    return body as unknown as ShownMirror;
  };
  return {
    ...played,
    show,
    async add(asked = {}) {
      const { status, body } = await gateway.api("POST", "/api/mirrors", {
        policy: `single:${CANDIDATE}:openai`,
        share: 1,
        max_usd_per_day: 5,
        ...asked,
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body as unknown as ShownMirror;
    },
    until: (id, holds) =>
      vi.waitFor(
        async () => {
          const mirror = await show(id);
          if (!holds(mirror)) throw new Error(JSON.stringify({ ...mirror, summary: null, lines: gateway.lines() }));
          return mirror;
        },
        { timeout: 60_000, interval: 100 },
      ),
  };
}
