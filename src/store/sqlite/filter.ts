import { ORIGINS, STATUSES, type Exchange } from "../../core/exchange.ts";
import { BIT } from "../../replay/frame.ts";
import type { ExchangeFilter } from "../traffic.ts";
import type { StringKind, Strings } from "./strings.ts";
import { mentions } from "./mentions.ts";
import { idText } from "./traffic-schema.ts";

/** A listing's filter as SQL over `exchanges`, and what only the decoded row can tell. */
export interface CompiledFilter {
  readonly where: string;
  readonly values: readonly (string | number)[];
  readonly accepts: (exchange: Exchange) => boolean;
}

/** Null where nothing can match: a name the log never saw. */
export function compileFilter(filter: ExchangeFilter, strings: Strings): CompiledFilter | null {
  const terms: string[] = [];
  const values: (string | number)[] = [];
  const add = (term: string, ...bound: (string | number)[]): void => {
    terms.push(term);
    values.push(...bound);
  };
  /** One of these columns holds the text. */
  const equals = (text: string, kinds: readonly StringKind[]): boolean => {
    const known = kinds.flatMap((kind) => {
      const code = strings.find(kind, text);
      return code === null ? [] : [{ kind, code }];
    });
    if (known.length > 0)
      add(`(${known.map(({ kind }) => `${kind} = ?`).join(" OR ")})`, ...known.map(({ code }) => code));
    return known.length > 0;
  };

  if (filter.from !== undefined) add("created_at >= ?", filter.from);
  if (filter.to !== undefined) add("created_at < ?", filter.to);
  for (const kind of ["project", "endpoint", "provider", "end_user", "session", "api_key", "strategy"] as const) {
    const text = filter[kind];
    if (text !== undefined && !equals(text, [kind])) return null;
  }
  if (filter.model !== undefined && !equals(filter.model, ["model", "model_requested", "target"])) return null;
  if (filter.tag !== undefined) {
    const codes = tagSetsWith(filter.tag, strings);
    if (codes.length === 0) return null;
    add(`tags IN (${codes.join(",")})`);
  }
  if (filter.origins !== undefined) add(`((bits >> ${BIT.origin}) & 7) IN (${positions(ORIGINS, filter.origins)})`);
  if (filter.status !== undefined) add(`((bits >> ${BIT.status}) & 7) IN (${positions(STATUSES, [filter.status])})`);
  for (const [column, expression] of [
    ["latency", "latency_ms"],
    ["cost", "coalesce(cost_logged, cost_list)"],
  ] as const) {
    const [least, most] = [filter[`${column}_gte`], filter[`${column}_lte`]];
    if (least !== undefined) add(`${expression} >= ?`, least);
    if (most !== undefined) add(`${expression} <= ?`, most);
  }
  if (filter.text !== undefined) {
    const mentioned = mentions(filter.text);
    add(mentioned.where, ...mentioned.values);
  }
  if (filter.parent_request_id !== undefined) add(`${idText("parent_request_id")} = ?`, filter.parent_request_id);
  const wanted = Object.entries(filter.metadata ?? {});
  if (wanted.length > 0) add("metadata IS NOT NULL");
  const { feature } = filter;
  return {
    where: terms.length === 0 ? "1" : terms.join(" AND "),
    values,
    accepts: ({ metadata, tags }) =>
      wanted.every(([path, text]) => textAt(metadata, path) === text) &&
      (feature === undefined || textAt(metadata, "feature") === feature || tags.includes(`feature:${feature}`)),
  };
}

/** A member's text by its name, else by a dotted path; what is no text reads as its JSON. */
function textAt(metadata: Readonly<Record<string, unknown>>, path: string): string | null {
  const value = Object.hasOwn(metadata, path)
    ? metadata[path]
    : path
        .split(".")
        .reduce<unknown>(
          (at, key) =>
            typeof at === "object" && at !== null && Object.hasOwn(at, key)
              ? (at as Record<string, unknown>)[key]
              : undefined,
          metadata,
        );
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function tagSetsWith(tag: string, strings: Strings): number[] {
  const codes: number[] = [];
  for (const [code, tags] of strings.dictionary("tags").entries())
    if (tags !== null && (JSON.parse(tags) as string[]).includes(tag)) codes.push(code);
  return codes;
}

/** Positions of names in their list, for SQL; a name that is not in it matches nothing. */
function positions(all: readonly string[], names: readonly string[]): string {
  return names.map((name) => all.indexOf(name)).join(",");
}
