import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "yaml";

// Written without anything of the product's: what a pack's contracts come to on raw log lines.

interface RawCall {
  readonly name: string;
  /** Undefined where they are no JSON. */
  readonly given: unknown;
}

/** One line of a LiteLLM log. */
export interface RawRow {
  readonly key: string;
  readonly valid: boolean;
  readonly at: number;
  readonly calls: readonly RawCall[];
  readonly schemas: ReadonlyMap<string, object>;
}

interface Rule {
  readonly path: string;
  readonly type?: string;
  readonly regex?: string;
  readonly one_of?: readonly unknown[];
}

interface RawContract {
  readonly tool_order?: string;
  readonly tool_call_match_mode?: string;
  readonly expected_tool_calls: readonly { readonly name: string; readonly argument_invariants?: readonly Rule[] }[];
  readonly golden_cases: readonly { readonly id: string; readonly input_ref: string }[];
}

/** The same question: messages and tools, whatever the order of members. */
function keyOf(messages: unknown, tools: unknown): string {
  return sorted([messages, tools]);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function rawRows(file: string): readonly RawRow[] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const row = JSON.parse(line);
    const tools: { function: { name: string; parameters: object } }[] = row.model_parameters.tools;
    const calls: { function: { name: string; arguments: string } }[] = row.response.choices[0].message.tool_calls ?? [];
    return {
      key: keyOf(row.messages, tools),
      valid: row.metadata.requester_metadata.bfcl_valid,
      at: row.startTime,
      calls: calls.map((call) => ({ name: call.function.name, given: parsed(call.function.arguments) })),
      schemas: new Map(tools.map((tool) => [tool.function.name, tool.function.parameters])),
    };
  });
}

/** The row of the same question nearest in time. */
export function rowFinder(rows: readonly RawRow[]): (asked: RawRow) => RawRow {
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return ({ key, at }) => byKey.get(key)!.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]!;
}

/** Cases of a pack on disk: the contract, and the question. */
export function casesOf(folder: string): readonly { readonly contract: RawContract; readonly key: string }[] {
  return readdirSync(join(folder, "contracts")).flatMap((name) => {
    const contract = parse(readFileSync(join(folder, "contracts", name), "utf8")) as RawContract;
    return contract.golden_cases.map(({ input_ref }) => {
      const { request } = JSON.parse(readFileSync(join(folder, "golden", input_ref), "utf8"));
      return { contract, key: keyOf(request.messages, request.tools) };
    });
  });
}

const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
const validators = new Map<string, (value: unknown) => boolean>();

function fits(schema: object, value: unknown): boolean {
  const key = JSON.stringify(schema);
  let validate = validators.get(key);
  if (validate === undefined) validators.set(key, (validate = ajv.compile(schema) as (value: unknown) => boolean));
  return validate(value);
}

export function passes(contract: RawContract, { calls, schemas }: RawRow): boolean {
  if (contract.tool_order === "strict") throw new Error("an order is expected: this brute force knows none");
  for (const { name, given } of calls) {
    const schema = schemas.get(name);
    if (given === undefined || schema === undefined || !fits(schema, given)) return false;
  }
  const expected = contract.expected_tool_calls;
  if (contract.tool_call_match_mode === "strict" && calls.length !== expected.length) return false;
  const assign = (at: number, left: readonly RawCall[]): boolean => {
    const wanted = expected[at];
    if (wanted === undefined) return true;
    return left.some(
      (call) =>
        call.name === wanted.name &&
        (wanted.argument_invariants ?? []).every((rule) => holds(rule, call.given)) &&
        assign(
          at + 1,
          left.filter((other) => other !== call),
        ),
    );
  };
  return assign(0, calls);
}

function holds({ path, type, regex, one_of }: Rule, given: unknown): boolean {
  let found: unknown[] = [given];
  for (const [, name, quoted, every] of path.slice(1).matchAll(/\.([A-Za-z_]\w*)|\["((?:[^"\\]|\\.)*)"\]|(\[\*\])/gu)) {
    const member = name ?? (quoted === undefined ? "" : (JSON.parse(`"${quoted}"`) as string));
    found = found.flatMap((value) => {
      if (every !== undefined) return Array.isArray(value) ? (value as unknown[]) : [];
      const own = typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, member);
      return own ? [(value as Record<string, unknown>)[member]] : [];
    });
  }
  const typed = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
  return (
    found.length > 0 &&
    found.every(
      (value) =>
        (type === undefined || typed(value) === type) &&
        (regex === undefined || (typeof value === "string" && new RegExp(regex, "u").test(value))) &&
        (one_of === undefined || one_of.some((one) => sorted(one) === sorted(value))),
    )
  );
}

/** Other calls, in another order, or with other arguments; texts are alike but for case, white space and compatible characters. */
export function differ(one: RawRow, other: RawRow): boolean {
  const plain = (value: unknown): unknown => {
    if (typeof value === "string") return value.normalize("NFKC").replaceAll(/\s+/gu, " ").trim().toLowerCase();
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  };
  const form = ({ calls }: RawRow): string => sorted(calls.map(({ name, given }) => [name, plain(given)]));
  return form(one) !== form(other);
}
