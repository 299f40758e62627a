import { type Document, isMap, isSeq, type Node, parseDocument, visit } from "yaml";
import { caseDocument, contractDocument } from "../../contracts/contract-document.ts";
import type { Contract, GoldenCase } from "../../contracts/contract.ts";
import type { PackDocument } from "../../contracts/pack-schema.ts";
import { isDeepStrictEqual } from "node:util";
import { isYamlName } from "../document-file.ts";
import { yamlText } from "../yaml-text.ts";

/** A map or list of this many characters or fewer stands on one line. */
const ONE_LINE = 110;

/** A contract as the text of its file. @param head comment lines above it, without their `#` */
export function contractText(contract: Contract, defaults: PackDocument["defaults"], head: readonly string[]): string {
  const document = parseDocument(yamlText(contractDocument(contract, defaults)));
  visit(document, {
    Pair(_, { key, value }) {
      const name = String(key);
      if (isSeq(value) && (LISTS.has(name) || !value.items.some(isMap)))
        for (const item of value.items) inOneLine(item);
      if (isSeq(value) && !value.items.some(isMap)) inOneLine(value);
    },
  });
  const comment = head.map((line) => `# ${line}\n`).join("");
  return comment + printed(document);
}

/** Lists whose items are read one below the other, each on its line. */
const LISTS: ReadonlySet<string> = new Set([
  "argument_invariants",
  "input_invariants",
  "output_invariants",
  "response",
  "golden_cases",
]);

function inOneLine(node: unknown): void {
  if (!isMap(node) && !isSeq(node)) return;
  if (JSON.stringify(node).length <= ONE_LINE) node.flow = true;
}

function printed(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** The text of a contract's file with more cases at its end, everything else as it stands. @param file its name */
export function withCases(text: string, file: string, cases: readonly GoldenCase[]): string {
  const document = parseDocument(text);
  const before = document.toJS() as { readonly golden_cases?: readonly unknown[] };
  const documents = cases.map(caseDocument);
  const after = { ...before, golden_cases: [...(before.golden_cases ?? []), ...documents] };
  const inserted = insertedAfter(text, document, documents);
  if (inserted !== null && isDeepStrictEqual(parseDocument(inserted).toJS(), after)) return inserted;
  if (!isYamlName(file)) return `${JSON.stringify(after, null, 2)}\n`;
  const list = document.get("golden_cases");
  const nodes = documents.map((one) => document.createNode(one, { flow: true }));
  if (isSeq(list)) list.items.push(...nodes);
  else document.set("golden_cases", nodes);
  return printed(document);
}

/** The text of a contract's file with another status, everything else as it stands; the same text where it says none. */
export function withStatus(text: string, file: string, status: Contract["status"]): string {
  const document = parseDocument(text);
  const node = document.get("status", true) as Node | undefined;
  const range = node?.range;
  if (range === undefined || range === null) return text;
  const changed = text.slice(0, range[0]) + (isYamlName(file) ? status : JSON.stringify(status)) + text.slice(range[1]);
  const after = { ...(document.toJS() as object), status };
  if (isDeepStrictEqual(parseDocument(changed).toJS(), after)) return changed;
  document.set("status", status);
  return printed(document);
}

/** Lines put after the last case of a list in block style; null where it is none. */
function insertedAfter(text: string, document: Document, cases: readonly object[]): string | null {
  const list = document.get("golden_cases");
  const last = isSeq(list) && list.flow !== true ? (list.items.at(-1) as Node | undefined) : undefined;
  if (last?.range === undefined || last.range === null) return null;
  const lineStart = text.lastIndexOf("\n", last.range[0]) + 1;
  const indent = /^ *(?=- )/u.exec(text.slice(lineStart, last.range[0]))?.[0];
  const end = text.indexOf("\n", last.range[1] - 1);
  if (indent === undefined) return null;
  const lines = cases.map((one) => `${indent}- ${flowText(one)}\n`).join("");
  return end === -1 ? `${text}\n${lines}` : text.slice(0, end + 1) + lines + text.slice(end + 1);
}

function flowText(value: object): string {
  const document = parseDocument(yamlText(value));
  if (isMap(document.contents)) document.contents.flow = true;
  return printed(document).trimEnd();
}
