/** Finds entries by a 64-bit hash: open addressing over one Int32Array, entries with equal hashes chained newest first. */
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
  // Entry and high half side by side: a look-up mostly touches one cache line.
  const slots = new Int32Array(size * 2).fill(-1);
  const chain = new Int32Array(count).fill(-1);
  for (let entry = 0; entry < count; entry++) {
    const high = hi[entry]! | 0;
    const low = lo[entry]!;
    if (high === 0 && low === 0) continue;
    let slot = low & mask;
    for (;;) {
      const head = slots[slot * 2]!;
      if (head !== -1 && (slots[slot * 2 + 1] !== high || lo[head] !== low)) {
        slot = (slot + 1) & mask;
        continue;
      }
      chain[entry] = head;
      slots[slot * 2] = entry;
      slots[slot * 2 + 1] = high;
      break;
    }
  }
  return {
    find(hi, low) {
      const high = hi | 0;
      if (high === 0 && low === 0) return -1;
      let slot = low & mask;
      for (;;) {
        const head = slots[slot * 2]!;
        if (head === -1) return -1;
        if (slots[slot * 2 + 1] === high && lo[head] === low) return head;
        slot = (slot + 1) & mask;
      }
    },
    next: (entry) => chain[entry]!,
  };
}
