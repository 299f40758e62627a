import type { DecisionTrace } from "../trace.ts";

/** What a guardrail found. */
export interface GuardrailFinding {
  /** The rule's own name, or its kind. */
  readonly rule: string;
  readonly stage: "input" | "output";
  readonly action: "block" | "flag" | "redact";
  /** What kind of thing was found, never the thing itself. */
  readonly detail: string;
}

/** Everything a row of our own says about how it was served: the `trace` of an exchange with source `gateway`, as JSON. */
export interface LiveTrace {
  readonly decision: DecisionTrace | null;
  /** `name@version` of the endpoint that served, or null. */
  readonly endpoint: string | null;
  /** Where the routing config came from: `endpoint:NAME`, `project:NAME`, or `default`. */
  readonly attachment: string;
  /** What assembly changed of the client's body, as a JSON merge patch (RFC 7396); null where nothing was. */
  readonly assembled: unknown;
  readonly guardrails: readonly GuardrailFinding[];
  /** Fields the target's dialect could not carry. */
  readonly dropped: readonly string[];
  /** Why the row has no bodies: the log's queue was full. */
  readonly bodies_dropped?: "overload";
}
