import { canonicalJson } from "../core/canonical.ts";
import type { Dialect } from "../core/exchange.ts";
import { sha256Hex, type HashText } from "../core/fingerprint.ts";
import { textOf, type JsonObject } from "../core/json.ts";
import { neutralRequest } from "../core/neutral/neutral-request.ts";
import type { NeutralMessage } from "../core/neutral/neutral.ts";
import type { Boundary } from "./pack.ts";

/** Says by which rule a hash was made: what begins otherwise is somebody else's label, and can only be held against another label. */
const OURS = "v1:";

/** The parts of a boundary that do not depend on the model. */
export const BOUNDARY_PARTS = ["tool_schema_hash", "message_hash", "system_hash"] as const;
export type BoundaryPart = (typeof BOUNDARY_PARTS)[number];

/** Hashes of a request's neutral form: the same question in another dialect has the same ones. Of an unknown dialect the body itself is hashed. */
export function boundaryOf(request: JsonObject, dialect: Dialect, hash: HashText = sha256Hex): Boundary {
  const hashed = (value: unknown): string => OURS + hash(canonicalJson(value));
  const model = textOf(request["model"]);
  const neutral = neutralRequest(request, dialect, hash);
  if (neutral === null) {
    const { model: _, ...rest } = request;
    return { model, tool_schema_hash: hashed(null), message_hash: hashed(rest), system_hash: hashed(null) };
  }
  const { messages, tools, tool_choice } = neutral.prompt;
  const system = leadingSystem(messages);
  return {
    model,
    tool_schema_hash: hashed({ tools, tool_choice }),
    message_hash: hashed(messages.slice(system)),
    system_hash: hashed(messages.slice(0, system)),
  };
}

/** How many messages at the beginning are the system's. */
function leadingSystem(messages: readonly NeutralMessage[]): number {
  const first = messages.findIndex(({ role }) => role !== "system");
  return first === -1 ? messages.length : first;
}

/** The parts in which two boundaries differ; a hash of ours and somebody else's label say nothing of each other. */
export function boundaryDifferences(one: Boundary, other: Boundary): readonly BoundaryPart[] {
  return BOUNDARY_PARTS.filter((part) => isOurs(one[part]) === isOurs(other[part]) && one[part] !== other[part]);
}

function isOurs(hash: string): boolean {
  return hash.startsWith(OURS);
}
