import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { Spine } from "../serve/spine.ts";
import type { CallBound } from "./worst-case.ts";

/** What is needed to make calls that cost money: of an experiment, a pilot, a judge. */
export interface CallingParts {
  readonly store: Store;
  readonly prices: PriceBook;
  readonly spine: Spine;
  readonly bound: CallBound;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** Name of the key that asks, or `cli`. */
  readonly actor: string;
}
