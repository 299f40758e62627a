import type { Segment } from "../frame.ts";

/** Remembers what a function gave for a key. */
export function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const kept = new Map<K, V>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined || kept.has(key)) return known as V;
    const value = make(key);
    kept.set(key, value);
    return value;
  };
}

/** Remembers what was derived from a segment for as long as the segment is. */
export function bySegment<V extends object>(derive: (segment: Segment) => V): (segment: Segment) => V {
  const kept = new WeakMap<Segment, V>();
  return (segment) => {
    let known = kept.get(segment);
    if (known === undefined) kept.set(segment, (known = derive(segment)));
    return known;
  };
}
