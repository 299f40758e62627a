import type { Difference } from "./format.ts";
import { NOW } from "./row.ts";
import type { Which } from "./which.ts";

/** Calls of which a format knows no time. */
export function dated(calls: Which): Difference {
  return {
    calls,
    columns: ["created_at"],
    instead: () => ({ created_at: NOW }),
    because: "nothing says when it was: the import dates it",
  };
}

/** Times of formats that take them from OpenAI's `created`. */
export const secondsOnly: Difference = {
  columns: ["created_at"],
  instead: (row) => ({ created_at: `${row.created_at.slice(0, -5)}.000Z` }),
  because: "OpenAI writes whole seconds",
};
