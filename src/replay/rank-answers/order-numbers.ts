import type { Orders } from "../../core/ranking.ts";

/** Positions are packed into integers below this. */
const MOST_PACKED = 2 ** 30;

type Node = Map<number, Node | number>;

/**
 * The number of an order of `count` positions, found without making a text of it: as many positions as fit are packed into
 * one integer, and the integers lead through a tree.
 */
export function orderNumbers(orders: Orders, count: number): (order: Uint16Array) => number {
  let packed = 1;
  while (packed < count && count ** (packed + 1) < MOST_PACKED) packed++;
  const root: Node = new Map();
  return (order) => {
    let node = root;
    let key = 0;
    for (let place = 0; place < count - 1; place++) {
      key = key * count + order[place]!;
      if ((place + 1) % packed !== 0) continue;
      let next = node.get(key) as Node | undefined;
      if (next === undefined) node.set(key, (next = new Map()));
      node = next;
      key = 0;
    }
    key = key * count + order[count - 1]!;
    let number = node.get(key) as number | undefined;
    if (number === undefined) node.set(key, (number = orders.number(order)));
    return number;
  };
}
