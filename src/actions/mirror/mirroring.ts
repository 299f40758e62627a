import type { Mirrors, StoredMirror } from "../../store/shadow.ts";
import { addCounts, type MirrorCounts } from "./counts.ts";
import { bytesOf } from "./intake.ts";
import { openLane, type Lane, type LaneParts } from "./lane.ts";
import type { Mirrored } from "./mirrored.ts";
import { utcDay } from "./utc-day.ts";

/** What came of the requests of one mirror since the last time. */
export interface MirrorProgress {
  /** Requests that are over, and their bytes. */
  readonly over: number;
  readonly bytes: number;
  readonly counts: MirrorCounts;
}

/** Asks candidates and compares, apart from whoever serves callers. */
export interface Mirroring {
  /** Mirrors as they stand now. */
  follow(mirrors: readonly StoredMirror[]): void;
  take(requests: readonly Mirrored[]): void;
  /** Requests that were chosen and never got here, by mirror. */
  notTaken(counts: ReadonlyMap<string, MirrorCounts>): void;
  progress(): ReadonlyMap<string, MirrorProgress>;
  /** Puts comparisons and money into the store; what it does not take is told and tried again. */
  store(): void;
  /** Begins nothing more; what is under way may take so long, then it is broken off. */
  stop(mostMs: number): Promise<void>;
}

export interface MirroringParts extends Omit<LaneParts, "onOver" | "mirrors"> {
  readonly mirrors: LaneParts["mirrors"] & Pick<Mirrors, "countMirror">;
  /** The store takes nothing; null = again it does. Told when it changes. */
  readonly onStore: (trouble: string | null) => void;
}

const NOTHING: MirrorProgress = { over: 0, bytes: 0, counts: {} };
/** How long calls that were broken off may take to notice. */
const NOTICE_MS = 500;

export function openMirroring(parts: MirroringParts): Mirroring {
  const lanes = new Map<string, Lane>();
  /** Of mirrors that are gone; their last words are not in the store yet. */
  const ending = new Set<Lane>();
  let progress = new Map<string, MirrorProgress>();
  /** Counts that are not in the store yet. */
  const uncounted = new Map<string, MirrorCounts>();
  let trouble: string | null = null;

  const count = (mirror: string, counts: MirrorCounts): void =>
    void uncounted.set(mirror, addCounts(uncounted.get(mirror) ?? {}, counts));
  const told = (mirrored: Mirrored, counts: MirrorCounts): void => {
    const known = progress.get(mirrored.mirror) ?? NOTHING;
    progress.set(mirrored.mirror, {
      over: known.over + 1,
      bytes: known.bytes + bytesOf(mirrored),
      counts: addCounts(known.counts, counts),
    });
    count(mirrored.mirror, counts);
  };
  const laneParts: LaneParts = { ...parts, onOver: (mirrored, outcome) => told(mirrored, { [outcome]: 1 }) };
  const storing = (work: () => void): boolean => {
    try {
      work();
      return true;
    } catch (error) {
      const { message } = error as Error;
      if (message !== trouble) parts.onStore(message);
      trouble = message;
      return false;
    }
  };
  function storeCounts(): void {
    const day = utcDay(parts.now());
    for (const [mirror, counts] of uncounted) {
      if (lanes.has(mirror)) parts.mirrors.countMirror(mirror, day, counts);
      uncounted.delete(mirror);
    }
  }
  function store(): void {
    let whole = storing(storeCounts);
    for (const lane of ending) {
      if (storing(() => lane.end())) ending.delete(lane);
      else whole = false;
    }
    for (const lane of lanes.values()) whole = storing(() => lane.store()) && whole;
    if (!whole || trouble === null) return;
    trouble = null;
    parts.onStore(null);
  }

  return {
    follow(mirrors) {
      const ids = new Set(mirrors.map(({ id }) => id));
      for (const [id, lane] of lanes) {
        if (ids.has(id)) continue;
        lanes.delete(id);
        ending.add(lane);
      }
      for (const mirror of mirrors) {
        const lane = lanes.get(mirror.id);
        if (lane === undefined) lanes.set(mirror.id, openLane(mirror, laneParts));
        else lane.change(mirror);
      }
    },
    take(requests) {
      for (const request of requests) {
        const lane = lanes.get(request.mirror);
        if (lane === undefined) told(request, { dropped: 1 });
        else lane.take(request);
      }
    },
    notTaken(counts) {
      for (const [mirror, more] of counts) count(mirror, more);
    },
    progress() {
      const since = progress;
      progress = new Map();
      return since;
    },
    store,
    async stop(mostMs) {
      const all = [...lanes.values()];
      const over = Promise.all(all.map((lane) => lane.stop()));
      const late = (ms: number): Promise<void> => new Promise((resolve) => void parts.after(ms, resolve));
      await Promise.race([over, late(mostMs)]);
      for (const lane of all) lane.breakOff();
      await Promise.race([over, late(NOTICE_MS)]);
      store();
    },
  };
}
