import { hash64, roll, type Hash64 } from "../../core/dice.ts";
import type { StoredMirror } from "../../store/shadow.ts";

/** Says which mirrors a request belongs to; the same request always belongs to the same ones. */
export type ChooseMirrors = (project: string, endpoint: string | null, requestId: string) => readonly StoredMirror[];

const NONE: readonly StoredMirror[] = [];

/** Mirrors that run, by what they mirror. Each rolls its own dice: what one takes says nothing of what another does. */
export function chooseMirrors(mirrors: readonly StoredMirror[]): ChooseMirrors {
  const running = mirrors
    .filter(({ state }) => state === "running")
    .map((mirror) => ({ mirror, salt: hash64(mirror.salt) }));
  if (running.length === 0) return () => NONE;
  return (project, endpoint, requestId) => {
    let key: Hash64 | null = null;
    const chosen: StoredMirror[] = [];
    for (const { mirror, salt } of running) {
      if (mirror.project !== project || (mirror.endpoint !== null && mirror.endpoint !== endpoint)) continue;
      if (mirror.share < 1) {
        key ??= keyOf(requestId);
        if (roll(salt.hi, salt.lo, key.hi, key.lo) >= mirror.share) continue;
      }
      chosen.push(mirror);
    }
    return chosen;
  };
}

/** The last 64 bits of a UUID, which are random but for two: they need no hashing before they roll. */
function keyOf(requestId: string): Hash64 {
  const hi = requestId.slice(19, 23) + requestId.slice(24, 28);
  const lo = requestId.slice(28);
  if (requestId.length !== 36 || !HEX.test(hi + lo)) return hash64(requestId);
  return { hi: Number.parseInt(hi, 16), lo: Number.parseInt(lo, 16) };
}

const HEX = /^[0-9a-f]{16}$/u;
