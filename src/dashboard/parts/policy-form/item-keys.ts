/** Names for the items of a list, which have none of their own: an item keeps its name wherever it moves. */
export interface ItemKeys {
  /** One name for each item there is. */
  readonly of: (length: number) => readonly number[];
  readonly move: (from: number, to: number) => void;
  readonly remove: (at: number) => void;
}

export function makeItemKeys(): ItemKeys {
  let keys: readonly number[] = [];
  let made = 0;
  return {
    of(length) {
      const more = Array.from({ length: Math.max(0, length - keys.length) }, () => made++);
      keys = [...keys.slice(0, length), ...more];
      return keys;
    },
    move(from, to) {
      keys = keys.toSpliced(from, 1).toSpliced(to, 0, keys[from] as number);
    },
    remove(at) {
      keys = keys.toSpliced(at, 1);
    },
  };
}
