/** What a look-up says where the log holds no answer to the request. */
export const NOT_RECORDED = -1;
/** It holds one to the same prompt with other parameters only. */
export const NEAR_MATCH = -3;

/** The hashes and times an index is made of, one entry an answer. A hash of (0, 0) is none. */
export interface IndexedColumns {
  readonly count: number;
  readonly prompt_hi: Uint32Array;
  readonly prompt_lo: Uint32Array;
  readonly request_hi: Uint32Array;
  readonly request_lo: Uint32Array;
  readonly created_at: Float64Array;
  readonly seq: Float64Array;
}

export interface AnswerIndex {
  /** The answer to this very request nearest in time (ties: the earlier row of the log), `NEAR_MATCH` or `NOT_RECORDED`. */
  nearest(promptHi: number, promptLo: number, requestHi: number, requestLo: number, at: number): number;
}

/**
 * Answers by prompt hash: open addressing over one Int32Array finds the prompt's group, and a group is sorted by request
 * hash and time. Equal requests have equal prompts, so one look-up tells an equal request from a near match, and a
 * request asked a million times is found by halving.
 */
export function makeAnswerIndex(columns: IndexedColumns): AnswerIndex {
  const { count, prompt_hi, prompt_lo, request_hi, request_lo, created_at, seq } = columns;
  let size = 16;
  while (size < count * 2) size *= 2;
  const mask = size - 1;
  // Group and high half side by side: a look-up mostly touches one cache line.
  const slots = new Int32Array(size * 2).fill(-1);
  const groupOf = new Int32Array(count).fill(-1);
  const groupLow = new Uint32Array(count);
  const sizes = new Int32Array(count + 1);
  let groups = 0;
  for (let entry = 0; entry < count; entry++) {
    const high = prompt_hi[entry]! | 0;
    const low = prompt_lo[entry]!;
    if (high === 0 && low === 0) continue;
    let slot = low & mask;
    for (;;) {
      const group = slots[slot * 2]!;
      if (group === -1) {
        slots[slot * 2] = groups;
        slots[slot * 2 + 1] = high;
        groupLow[groups] = low;
        groupOf[entry] = groups;
        sizes[groups++]!++;
        break;
      }
      if (slots[slot * 2 + 1] === high && groupLow[group] === low) {
        groupOf[entry] = group;
        sizes[group]!++;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  const starts = new Int32Array(groups + 1);
  for (let group = 0; group < groups; group++) starts[group + 1] = starts[group]! + sizes[group]!;
  const filled = starts.slice();
  const order = new Int32Array(starts[groups]!);
  for (let entry = 0; entry < count; entry++) {
    const group = groupOf[entry]!;
    if (group !== -1) order[filled[group]!++] = entry;
  }
  const compare = (a: number, b: number): number =>
    request_hi[a]! - request_hi[b]! ||
    request_lo[a]! - request_lo[b]! ||
    created_at[a]! - created_at[b]! ||
    seq[a]! - seq[b]!;
  for (let group = 0; group < groups; group++) {
    if (sizes[group]! > 1) order.subarray(starts[group]!, starts[group + 1]!).sort(compare);
  }

  /** The first place from `from` on whose entry is not before (hash, time). */
  function firstNotBefore(from: number, to: number, hi: number, lo: number, at: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = order[middle]!;
      const before = request_hi[entry]! - hi || request_lo[entry]! - lo || (created_at[entry]! < at ? -1 : 0);
      if (before < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const isAt = (place: number, hi: number, lo: number): boolean => {
    const entry = order[place]!;
    return request_hi[entry] === hi && request_lo[entry] === lo;
  };

  function nearestIn(group: number, hi: number, lo: number, at: number): number {
    const from = starts[group]!;
    const to = starts[group + 1]!;
    if (hi === 0 && lo === 0) return NEAR_MATCH;
    if (to - from === 1) return isAt(from, hi, lo) ? order[from]! : NEAR_MATCH;
    const after = firstNotBefore(from, to, hi, lo, at);
    const later = after < to && isAt(after, hi, lo) ? order[after]! : NEAR_MATCH;
    if (after === from || !isAt(after - 1, hi, lo)) return later;
    // Of several at one time the earliest row of the log stands first.
    const time = created_at[order[after - 1]!]!;
    const earlier = order[firstNotBefore(from, after, hi, lo, time)]!;
    if (later === NEAR_MATCH) return earlier;
    const apart = at - time - (created_at[later]! - at);
    return apart < 0 || (apart === 0 && seq[earlier]! < seq[later]!) ? earlier : later;
  }

  return {
    nearest(promptHi, promptLo, requestHi, requestLo, at) {
      const high = promptHi | 0;
      if (high === 0 && promptLo === 0) return NOT_RECORDED;
      let slot = promptLo & mask;
      for (;;) {
        const group = slots[slot * 2]!;
        if (group === -1) return NOT_RECORDED;
        if (slots[slot * 2 + 1] === high && groupLow[group] === promptLo) {
          return nearestIn(group, requestHi, requestLo, at);
        }
        slot = (slot + 1) & mask;
      }
    },
  };
}
