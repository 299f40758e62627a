import type { ReadRecord } from "../import/record-reader.ts";

export type PartRecord = Extract<ReadRecord, { readonly kind: "part" }>;

/** Parts of one call, from one sender. */
export interface HeldCall<Sender> {
  readonly sender: Sender;
  readonly parts: readonly PartRecord[];
}

/** Keeps parts of calls, in memory, until the others may have come another way. */
export interface HeldParts<Sender> {
  /** @param sender of the same project as those of its other parts */
  put(project: string, part: PartRecord, sender: Sender): void;
  /** Gives out all that it holds. */
  close(): void;
}

/** Calls held; the oldest are given out before their time where there are more. */
const MOST_HELD = 2_000;
const LOOKS = 5;

/** @param ms from the first part of a call until it is given out */
export function holdParts<Sender>(
  ms: number,
  now: () => number,
  giveOut: (calls: readonly HeldCall<Sender>[]) => void,
): HeldParts<Sender> {
  const held = new Map<string, { readonly since: number; readonly sender: Sender; readonly parts: PartRecord[] }>();
  let timer: NodeJS.Timeout | null = null;
  const give = (isDue: (since: number) => boolean): void => {
    const due: HeldCall<Sender>[] = [];
    for (const [key, call] of held) {
      if (!isDue(call.since) && held.size <= MOST_HELD) break;
      held.delete(key);
      due.push(call);
    }
    if (due.length > 0) giveOut(due);
  };
  const look = (): void => {
    timer = null;
    give((since) => now() - since >= ms);
    if (held.size > 0) lookLater();
  };
  const lookLater = (): void => void (timer ??= setTimeout(look, ms / LOOKS).unref());
  return {
    put(project, part, sender) {
      const key = `${project} ${part.part.key}`;
      const call = held.get(key);
      if (call === undefined) held.set(key, { since: now(), sender, parts: [part] });
      else call.parts.push(part);
      if (held.size > MOST_HELD) give(() => false);
      lookLater();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      give(() => true);
    },
  };
}
