import type { Segment } from "../frame.ts";

/** Remembers what was derived from a segment for as long as the segment is. */
export function bySegment<V extends object>(derive: (segment: Segment) => V): (segment: Segment) => V {
  const kept = new WeakMap<Segment, V>();
  return (segment) => {
    let known = kept.get(segment);
    if (known === undefined) kept.set(segment, (known = derive(segment)));
    return known;
  };
}
