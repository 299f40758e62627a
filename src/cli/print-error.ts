import type { OperatorError } from "../core/errors.ts";
import type { Terminal } from "./terminal.ts";

/** An operator's mistake for people: what happened, where, what to do; a mistake of usage in one line. */
export function errorText(error: OperatorError, terminal: Terminal): string {
  const head = `${terminal.colors.red("error:")} ${error.message}`;
  const place = placeText(error);
  if (error.code === "usage") return `${head}${head.endsWith("?") ? "" : "."} ${error.hint}\n`;
  return [head, ...(place === "" ? [] : [`  at ${place}`]), `  ${error.hint}`].map((line) => `${line}\n`).join("");
}

/** `file:line field`, as far as it is known. */
export function placeText(error: OperatorError): string {
  const { file, line, field } = error.place;
  const position =
    file === undefined ? (line === undefined ? "" : `line ${line}`) : line === undefined ? file : `${file}:${line}`;
  return [position, field ?? ""].filter((part) => part !== "").join(" ");
}
