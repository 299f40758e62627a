import { OperatorError } from "../../core/errors.ts";
import { isObject, objectOf, type JsonObject } from "../../core/json.ts";

/** An answer that is no page. @param expected what it should have been */
export function unreadable(what: string, expected: string): OperatorError {
  return new OperatorError("pull_unreadable", what, { hint: `Expected ${expected}.` });
}

/** The records of `{data: [...]}`, which every source answers. Throws `pull_unreadable`. */
export function dataOf(
  document: unknown,
  path: string,
): { readonly data: readonly unknown[]; readonly meta: JsonObject } {
  const data = isObject(document) ? document["data"] : undefined;
  if (!Array.isArray(data))
    throw unreadable(`the answer to ${path} has no list of records in \`data\``, "a page as {data: [...]}");
  return { data: data as readonly unknown[], meta: objectOf(objectOf(document)["meta"]) };
}
