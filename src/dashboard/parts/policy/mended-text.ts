import { isMap, isNode, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";
import { canonicalJson } from "../../../core/canonical.ts";
import { isObject } from "../../../core/json.ts";
import { languageOf, readText, written } from "./document-text.ts";

/**
 * A text that says something else now: what stays keeps its comments and its way of writing, also where it moves in a list.
 * A text that cannot be mended (aliases, JSON) is written anew. Reading it gives the value back.
 */
export function mendedText(text: string, value: unknown): string {
  const language = languageOf(text);
  const read = readText(text);
  if (read.readable && same(read.value, value)) return text;
  if (language === "json" || !read.readable || read.document.contents === null) return written(value, language);
  const { document } = read;
  document.contents = mended(document, document.contents, value) as typeof document.contents;
  const again = document.toString({ lineWidth: 0 });
  const check = readText(again);
  return check.readable && same(check.value, value) ? again : written(value, "yaml");
}

function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** The node for a value: this one where it can hold it. */
function mended(document: Document, node: unknown, value: unknown): Node {
  if (isNode(node) && !hasAnchor(node) && same(node.toJS(document), value)) return node;
  if (isMap(node) && isObject(value)) {
    const before = node.items as Pair<unknown, unknown>[];
    node.items = Object.entries(value).map(([key, one]) => {
      const pair = before.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) return document.createPair(key, one);
      pair.value = mended(document, pair.value, one);
      return pair;
    }) as typeof node.items;
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    const before: unknown[] = [...node.items];
    const taken = value.map((one) => {
      const at = before.findIndex((item) => isNode(item) && same(item.toJS(document), one));
      return at < 0 ? null : before.splice(at, 1, null)[0];
    });
    node.items = value.map((one, at) => taken[at] ?? mended(document, before[at], one));
    return node;
  }
  if (isScalar(node) && typeof value === typeof node.value && value !== null) {
    // Quotes that the old text needed are no choice of its writer.
    if (/^["']/u.test(written(node.value, "yaml"))) delete node.type;
    node.value = value;
    return node;
  }
  return document.createNode(value, { aliasDuplicateObjects: false }) as Node;
}

/** What others refer to is not changed under them. */
function hasAnchor(node: Node): boolean {
  return "anchor" in node && node.anchor !== undefined;
}
