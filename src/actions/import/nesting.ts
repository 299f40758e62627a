import type { Dialect } from "../../core/exchange.ts";
import type { Nested } from "../../importers/importer.ts";

/** Remembers which calls are in, and what stands around and inside them. */
export interface Nesting {
  /** A record that is no call. */
  pass(place: Nested): void;
  /** Whether the same call is in already, told from further inside or from further outside. */
  again(place: Nested, dialect: Dialect): boolean;
}

/** Places remembered; those of one call come within a moment of one another. */
const REMEMBERED = 20_000;

/** Of records that tell of one call from outside and from inside, the first to come is the call; formats put the innermost first. */
export function openNesting(): Nesting {
  const texts = places();
  const embeddings = places();
  return {
    pass(place) {
      texts.pass(place);
      embeddings.pass(place);
    },
    again: (place, dialect) => (dialect === "embeddings" ? embeddings : texts).again(place),
  };
}

function places(): { pass(place: Nested): void; again(place: Nested): boolean } {
  const inside = remembered();
  const around = remembered();
  const steps = remembered();
  /** What a place stands in, from the inside out, as far as it is known. */
  const outwards = (parent: string | null): readonly string[] => {
    const found: string[] = [];
    for (let at = parent; at !== null && found.length < MOST_STEPS; at = steps.get(at)) found.push(at);
    return found;
  };
  return {
    pass({ id, parent, through }) {
      if (!through || parent === null) return;
      steps.set(id, parent);
      const outer = outwards(parent);
      if (outer.some((one) => inside.has(one))) inside.set(id, null);
      if (around.has(id)) for (const one of outer) around.set(one, null);
    },
    again({ id, parent }) {
      const outer = outwards(parent);
      const taken = inside.get(id) === TAKEN;
      const again = !taken && (around.has(id) || outer.some((one) => inside.has(one)));
      if (!around.has(id)) inside.set(id, again ? null : TAKEN);
      for (const one of outer) around.set(one, null);
      return again;
    },
  };
}

/** Marks a call that went in: sent again, it is the same row, and for the store to leave alone. */
const TAKEN = "taken";
/** Between a call and what is around it. */
const MOST_STEPS = 64;

interface Remembered {
  has(id: string): boolean;
  /** Null where there is nothing to know. */
  get(id: string): string | null;
  set(id: string, value: string | null): void;
}

function remembered(): Remembered {
  const ids = new Map<string, string | null>();
  return {
    has: (id) => ids.has(id),
    get: (id) => ids.get(id) ?? null,
    set(id, value) {
      ids.set(id, value);
      if (ids.size > REMEMBERED) ids.delete(ids.keys().next().value as string);
    },
  };
}
