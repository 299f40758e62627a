const DAMAGED = "the LZ4 data is damaged";

/** An LZ4 block (lz4_Block_format.md), unpacked to just as many bytes as it is said to hold. Throws where it holds other. */
export function unpackLz4Block(block: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let from = 0;
  let to = 0;
  /** A length that its four bits begin and bytes of 255 go on with. */
  const lengthOf = (bits: number): number => {
    let length = bits;
    if (bits < 15) return length;
    for (let byte = 255; byte === 255; length += byte) {
      if (from >= block.length) throw new Error(DAMAGED);
      byte = block[from++] as number;
    }
    return length;
  };
  while (from < block.length) {
    const token = block[from++] as number;
    const literals = lengthOf(token >> 4);
    if (from + literals > block.length || to + literals > size) throw new Error(DAMAGED);
    out.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has no match.
    if (from === block.length) break;
    const back = (block[from] as number) | ((block[from + 1] ?? 0) << 8);
    from += 2;
    const matched = lengthOf(token & 15) + 4;
    if (back === 0 || back > to || to + matched > size) throw new Error(DAMAGED);
    // A match may reach into what it writes, and then repeats it.
    if (back >= matched) out.copyWithin(to, to - back, to - back + matched);
    else for (let at = to; at < to + matched; at++) out[at] = out[at - back] as number;
    to += matched;
  }
  if (to !== size) throw new Error(DAMAGED);
  return out;
}

const HEAD_BYTES = 8;

/** Blocks behind one another, each with its two sizes before it as Hadoop writes them; a lone block without them is taken too, as some writers leave them out. */
export function unpackHadoopLz4(page: Uint8Array, size: number): Uint8Array {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const out = new Uint8Array(size);
  let to = 0;
  for (let from = 0; from < page.length;) {
    if (from + HEAD_BYTES > page.length) return unpackLz4Block(page, size);
    const unpacked = view.getUint32(from);
    const end = from + HEAD_BYTES + view.getUint32(from + 4);
    if (end > page.length || to + unpacked > size) return unpackLz4Block(page, size);
    out.set(unpackLz4Block(page.subarray(from + HEAD_BYTES, end), unpacked), to);
    to += unpacked;
    from = end;
  }
  return to === size ? out : unpackLz4Block(page, size);
}
