/** Room for so many calls at a time. */
export interface Slots {
  /** Waits for room; false = refused. @param fresh the first call of its unit: those of units under way go first */
  take(fresh: boolean): Promise<boolean>;
  give(): void;
  /** Units that have made no call yet and wait are refused, now and later. */
  refuseFresh(): void;
  close(): void;
}

type Answer = (room: boolean) => void;

export function openSlots(size: number): Slots {
  const fresh: Answer[] = [];
  const underWay: Answer[] = [];
  let free = size;
  let begins = true;
  let open = true;

  function serve(): void {
    if (!open) for (const refuse of underWay.splice(0)) refuse(false);
    if (!begins) for (const refuse of fresh.splice(0)) refuse(false);
    while (free > 0) {
      const next = underWay.shift() ?? fresh.shift();
      if (next === undefined) return;
      free -= 1;
      next(true);
    }
  }

  return {
    take: (first) =>
      new Promise((answer) => {
        (first ? fresh : underWay).push(answer);
        serve();
      }),
    give() {
      free += 1;
      serve();
    },
    refuseFresh() {
      begins = false;
      serve();
    },
    close() {
      begins = false;
      open = false;
      serve();
    },
  };
}
