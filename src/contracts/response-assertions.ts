import * as z from "zod";
import { closest } from "../core/closest.ts";
import type { AssertionDefinition } from "./assertions/assertion.ts";
import { ASSERTIONS } from "./assertions/index.ts";
import type { ResponseAssertion } from "./contract.ts";
import { shortText } from "./short-text.ts";

const NOT = "not-";

/** The kind that a `type` names, by name or alias, and whether `not-` turns it round; null where there is none. */
export function assertionOf(
  type: string,
): { readonly definition: AssertionDefinition; readonly negated: boolean } | null {
  const negated = type.startsWith(NOT);
  const name = negated ? type.slice(NOT.length) : type;
  const definition = ASSERTIONS.find((known) => known.name === name || known.aliases.includes(name));
  return definition === undefined ? null : { definition, negated };
}

/** Every `type` of a kind: its name and aliases, plain and with `not-`. */
function typesOf({ name, aliases }: AssertionDefinition): readonly string[] {
  return [name, ...aliases].flatMap((one) => [one, `${NOT}${one}`]);
}

function unknownType(input: unknown): string {
  const type = (input as { readonly type?: unknown } | null)?.type;
  const names = ASSERTIONS.map(({ name }) => name).join(", ");
  if (typeof type !== "string") return `expected a type: one of ${names}; \`not-\` before it turns it round`;
  const meant = closest(type, ASSERTIONS.flatMap(typesOf));
  const suggestion = meant === null ? "" : ` (did you mean ${meant}?)`;
  return `unknown assertion ${shortText(type)}${suggestion}; expected one of ${names}, or one of them after \`not-\``;
}

const KINDS = ASSERTIONS.map((definition) =>
  definition.schema.safeExtend({ type: z.enum(typesOf(definition) as [string, ...string[]]) }),
);

/** A response assertion as a contract file may hold it: a `type` of the registry, and the keys of that kind. Defaults are filled in. */
export const responseAssertionSchema = z.discriminatedUnion("type", KINDS as [(typeof KINDS)[number]], {
  error: (issue) => (issue.code === "invalid_union" ? unknownType(issue.input) : undefined),
}) as unknown as z.ZodType<ResponseAssertion>;
