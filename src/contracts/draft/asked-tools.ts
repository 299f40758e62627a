import { sha256Hex } from "../../core/fingerprint.ts";
import { arrayOf, objectOf, type JsonObject } from "../../core/json.ts";
import type { NeutralTool } from "../../core/neutral/neutral.ts";
import { neutralRequest } from "../../core/neutral/neutral-request.ts";
import type { Invariant } from "../contract.ts";
import type { ArgumentNames } from "./argument-invariants.ts";
import type { DraftRow } from "./draft-row.ts";

/** The tools a row's request offers. */
export function offeredTools(row: Pick<DraftRow, "request" | "dialect">): readonly NeutralTool[] {
  return neutralRequest(row.request, row.dialect, sha256Hex)?.prompt.tools ?? [];
}

/** What every row's own schema of a tool says of its arguments. */
export function argumentNames(rows: readonly DraftRow[], tool: string): ArgumentNames {
  const schemas = rows.map((row) => objectOf(offeredTools(row).find(({ name }) => name === tool)?.parameters));
  const [first = {}] = schemas;
  const inAll = (names: readonly unknown[], holds: (schema: JsonObject, name: string) => boolean): Set<string> =>
    new Set(
      names.filter(
        (name): name is string => typeof name === "string" && schemas.every((schema) => holds(schema, name)),
      ),
    );
  return {
    required: inAll(arrayOf(first["required"]), (schema, name) => arrayOf(schema["required"]).includes(name)),
    listed: inAll(Object.keys(objectOf(first["properties"])), (schema, name) =>
      Array.isArray(objectOf(objectOf(schema["properties"])[name])["enum"]),
    ),
  };
}

/** Where the requests of one dialect name a tool; null where they do it in different places. */
function placeOf(rows: readonly DraftRow[], tool: string): string | null {
  const places = new Set(
    rows.map(({ request }) => {
      const tools = arrayOf(request["tools"]).map(objectOf);
      const at = tools.findIndex((one) => (objectOf(one["function"])["name"] ?? one["name"]) === tool);
      if (at === -1) return null;
      return tools[at]?.["name"] === tool ? `$.tools[${at}].name` : `$.tools[${at}].function.name`;
    }),
  );
  const [place] = places;
  return places.size === 1 ? (place ?? null) : null;
}

/** That the request offers what is expected to be called: by its place where that is always the same, else that there are tools at all. */
export function toolsOffered(rows: readonly DraftRow[], tools: readonly string[]): readonly Invariant[] {
  const places = tools.map((tool) => ({ tool, path: placeOf(rows, tool) }));
  const placed = places.flatMap(({ tool, path }) => (path === null ? [] : [{ path, equals: tool }]));
  if (placed.length === tools.length) return placed;
  const listed = rows.every(({ request }) => Array.isArray(request["tools"]));
  return listed ? [{ path: "$.tools", type: "array", length_gte: 1 }] : [];
}
