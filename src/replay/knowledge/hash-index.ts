/** Finds entries by a 64-bit hash: open addressing over Int32Arrays, entries with equal hashes chained newest first. */
export interface HashIndex {
  /** The first entry with this hash, -1 where there is none; `next` leads on. */
  find(hi: number, lo: number): number;
  next(entry: number): number;
}

/** Indexes `count` entries by hash; entries with the hash (0, 0) have none and are left out. */
export function makeHashIndex(hi: Uint32Array, lo: Uint32Array, count: number): HashIndex {
  let size = 16;
  while (size < count * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  const chain = new Int32Array(count).fill(-1);
  for (let entry = 0; entry < count; entry++) {
    const high = hi[entry]!;
    const low = lo[entry]!;
    if (high === 0 && low === 0) continue;
    let slot = low & mask;
    for (;;) {
      const head = slots[slot]!;
      if (head === -1) {
        slots[slot] = entry;
        break;
      }
      if (hi[head] === high && lo[head] === low) {
        chain[entry] = head;
        slots[slot] = entry;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return {
    find(high, low) {
      if (high === 0 && low === 0) return -1;
      let slot = low & mask;
      for (;;) {
        const head = slots[slot]!;
        if (head === -1) return -1;
        if (hi[head] === high && lo[head] === low) return head;
        slot = (slot + 1) & mask;
      }
    },
    next: (entry) => chain[entry]!,
  };
}
