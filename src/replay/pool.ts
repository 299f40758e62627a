/** Buffers that are dear to make, lent and given back in any order, as they were left. */
export interface Pool<B> {
  borrow(): B;
  giveBack(buffer: B): void;
}

export function makePool<B>(make: () => B): Pool<B> {
  const free: B[] = [];
  return { borrow: () => free.pop() ?? make(), giveBack: (buffer) => void free.push(buffer) };
}
