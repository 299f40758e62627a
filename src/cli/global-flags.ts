import type { Flag } from "./command.ts";

/** Flags every command takes, before or after its name. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  {
    name: "data",
    value: "DIR",
    description: "Folder of the store (default: $UNDERSTUDY_DATA, else ./understudy-data)",
  },
  { name: "json", description: "Print one JSON document instead of text" },
  {
    name: "prices",
    value: "FILE|now",
    description:
      "Price file that stands above the built-in prices; now: price candidates as of now, not at each row's date; what was logged stays",
    repeatable: true,
  },
  { name: "no-color", description: "Print without colours (also: NO_COLOR=1)" },
];
