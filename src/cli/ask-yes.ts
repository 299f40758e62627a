import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { OperatorError } from "../core/errors.ts";
import type { Context } from "./command.ts";

/** Asks on the terminal; no answer is no. Throws `usage` where nobody can be asked. @param why that cannot be done unasked @param hint what to do instead */
export async function askYes(context: Context, question: string, why: string, hint: string): Promise<boolean> {
  if (context.json || !context.stderr.isTerminal) throw new OperatorError("usage", why, { field: "--yes", hint });
  context.stderr.write(`${question} [y/N] `);
  const lines = createInterface({ input: Readable.from(context.stdin()) });
  for await (const line of lines) return /^y(es)?$/iu.test(line.trim());
  return false;
}
