import type { Facts } from "../../core/facts.ts";
import type { StoredMirror } from "../../store/shadow.ts";
import type { ServedEvent } from "../serve/serve.ts";
import { chooseMirrors, type ChooseMirrors } from "./choose.ts";
import { isMirrorable, mirroredOf, type Mirrored } from "./mirrored.ts";
import { utcDay } from "./utc-day.ts";

/** How much may wait for the candidate of one mirror. */
export interface IntakeLimits {
  readonly requests: number;
  readonly bytes: number;
}

export const INTAKE_LIMITS: IntakeLimits = { requests: 256, bytes: 32 * 2 ** 20 };

/** Requests of one mirror that were not handed on, by why. */
export interface NotTaken {
  /** There was no room. */
  readonly dropped: number;
  /** The day's money was spent. */
  readonly capped: number;
}

/** Where mirrored requests come in. Nothing here waits, and what there is no room for is counted and forgotten. */
export interface Intake {
  /** Mirrors as they stand now. */
  follow(mirrors: readonly StoredMirror[]): void;
  /** Takes a request in where a mirror chooses it; false where none does, or there is no room. */
  observe(event: ServedEvent): boolean;
  /** What came in since the last time, to be handed on, with the facts it speaks of. */
  take(): { readonly requests: readonly Mirrored[]; readonly facts: readonly Facts[] };
  /** Requests of a mirror that are over, and their bytes: there is room again. */
  over(mirror: string, requests: number, bytes: number): void;
  /** Nothing that came in or was handed on is coming back: all of it is dropped. */
  lose(): void;
  /** The money of a mirror for a day (YYYY-MM-DD) is spent. */
  capped(mirror: string, day: string): void;
  /** Requests that wait or are under way, by mirror. */
  waiting(): ReadonlyMap<string, number>;
  /** Since the last time. */
  notTaken(): ReadonlyMap<string, NotTaken>;
}

interface Room {
  requests: number;
  bytes: number;
}

export function bytesOf({ request, response }: Pick<Mirrored, "request" | "response">): number {
  return response.reduce((sum, chunk) => sum + chunk.length, request.length);
}

export function openIntake(limits: IntakeLimits = INTAKE_LIMITS): Intake {
  let choose: ChooseMirrors = chooseMirrors([]);
  let came: Mirrored[] = [];
  let seen = new Set<Facts>();
  let left = new Map<string, { dropped: number; capped: number }>();
  const rooms = new Map<string, Room>();
  const cappedDays = new Map<string, string>();

  const count = (mirror: string, why: keyof NotTaken, requests = 1): void => {
    let known = left.get(mirror);
    if (known === undefined) left.set(mirror, (known = { dropped: 0, capped: 0 }));
    known[why] += requests;
  };
  const roomOf = (mirror: string): Room => {
    let room = rooms.get(mirror);
    if (room === undefined) rooms.set(mirror, (room = { requests: 0, bytes: 0 }));
    return room;
  };

  return {
    follow: (mirrors) => void (choose = chooseMirrors(mirrors)),
    observe(event) {
      if (!isMirrorable(event)) return false;
      const before = came.length;
      const { request, identity, endpoint } = event.draft;
      for (const { id } of choose(identity.project, endpoint?.stored.name ?? null, request.request_id)) {
        const day = cappedDays.get(id);
        if (day !== undefined && day === utcDay(request.created_at)) {
          count(id, "capped");
          continue;
        }
        const room = roomOf(id);
        if (room.requests >= limits.requests) {
          count(id, "dropped");
          continue;
        }
        const mirrored = mirroredOf(id, event);
        const bytes = bytesOf(mirrored);
        if (room.bytes + bytes > limits.bytes) {
          count(id, "dropped");
          continue;
        }
        room.requests++;
        room.bytes += bytes;
        came.push(mirrored);
        seen.add(event.draft.planned.facts);
      }
      return came.length > before;
    },
    take() {
      const taken = { requests: came, facts: [...seen] };
      came = [];
      seen = new Set();
      return taken;
    },
    over(mirror, requests, bytes) {
      const room = roomOf(mirror);
      room.requests = Math.max(0, room.requests - requests);
      room.bytes = Math.max(0, room.bytes - bytes);
    },
    lose() {
      for (const [mirror, { requests }] of rooms) if (requests > 0) count(mirror, "dropped", requests);
      rooms.clear();
      came = [];
      seen = new Set();
    },
    capped: (mirror, day) => void cappedDays.set(mirror, day),
    waiting: () => new Map([...rooms].map(([mirror, { requests }]) => [mirror, requests])),
    notTaken() {
      const told = left;
      left = new Map();
      return told;
    },
  };
}
