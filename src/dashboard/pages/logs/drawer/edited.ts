import type { Dialect } from "../../../../core/exchange.ts";
import { isObject, parseJson, type JsonObject } from "../../../../core/json.ts";
import { requestMistakes } from "../../../../core/request-schemas/request-mistakes.ts";
import { jsonPlace } from "../../../parts/editor/json-place.ts";
import { lineOf, syntaxMistake } from "../../../parts/editor/json-syntax.ts";
import type { Mistake } from "../../../parts/editor/editor-parts.ts";

/** Which part of the request is edited. */
export type EditedPart = "messages" | "body";

/** A request to be edited: its body, and what the editor begins with. */
export interface Editable {
  readonly dialect: Dialect;
  readonly whole: JsonObject;
  /** Where the dialect keeps its turns. */
  readonly turns: "messages" | "input";
  readonly part: EditedPart;
  /** Null where the turns are no list. */
  readonly messages: string | null;
  readonly body: string;
}

/** What the editor begins with: the turns where they are a list, else the whole body. Null where the body is no JSON object. */
export function editable(body: string | null, dialect: Dialect): Editable | null {
  const whole = body === null ? undefined : parseJson(body);
  if (!isObject(whole)) return null;
  const turns = whole["messages"] === undefined ? "input" : "messages";
  const messages =
    Array.isArray(whole[turns]) && dialect !== "embeddings" ? JSON.stringify(whole[turns], null, 2) : null;
  const part = messages === null ? "body" : "messages";
  return { dialect, whole, turns, part, messages, body: JSON.stringify(whole, null, 2) };
}

/** What is wrong with a text: what nobody can send, and what is not as the dialect has it, each at its place. */
export interface Mistakes {
  readonly unsendable: readonly Mistake[];
  readonly unfit: readonly Mistake[];
}

/** Looks at an edited text before it is sent. */
export function mistakesIn(text: string, part: EditedPart, { dialect, whole, turns }: Editable): Mistakes {
  const value = parseJson(text);
  if (value === undefined)
    return {
      unsendable: [syntaxMistake(text) ?? { message: "This is nested too deep to be sent.", at: 0 }],
      unfit: [],
    };
  if (part === "body" ? !isObject(value) : !Array.isArray(value)) {
    const message = part === "body" ? "Expected an object: the whole request body." : "Expected a list of messages.";
    return { unsendable: [{ message, at: 0 }], unfit: [] };
  }
  const found = requestMistakes(dialect, part === "body" ? value : { ...whole, [turns]: value });
  // What stands beside the messages is not in the editor.
  const here = part === "body" ? found : found.filter(({ path }) => path[0] === turns);
  return {
    unsendable: [],
    unfit: here.map(({ path, field, message }) => {
      const at = jsonPlace(text, part === "body" ? path : path.slice(1));
      return { at, message: `Line ${lineOf(text, at)}${field === "" ? "" : `, ${field}`}: ${message}` };
    }),
  };
}
