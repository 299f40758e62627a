import { OperatorError } from "../core/errors.ts";
import type { Args } from "./command.ts";

/** Rows of --sample at most; null = all. Throws `usage`. */
export function sampleOf(args: Args, otherwise: string): number | null {
  const text = args.text("sample") ?? otherwise;
  if (text === "all") return null;
  const rows = Number(text);
  if (Number.isSafeInteger(rows) && rows > 0) return rows;
  throw new OperatorError("usage", `--sample does not take ${JSON.stringify(text)}`, {
    field: "--sample",
    hint: "Expected a number of rows, or all.",
  });
}
