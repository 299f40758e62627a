import { parseJson } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import { unsupported } from "./unsupported.ts";

export interface PackageFailure {
  /** Whether the provider was asked at all. */
  readonly sent: boolean;
  /** The whole body the package made nothing of; null where there is none. */
  readonly text: string | null;
  /** What the provider speaks. */
  readonly speaks?: Dialect | undefined;
}

/** What a package threw, as a failure: a request it cannot write, or an answer it cannot read. */
export function failureOfPackage(error: unknown, { sent, text, speaks }: PackageFailure): OutcomeFailure {
  const message = error instanceof Error ? error.message : messageIn(error);
  if (!sent) return unsupported(`the request cannot be put to this target: ${message}`);
  if (text !== null) {
    const body = parseJson(text);
    if (body === undefined) return { class: "server", code: null, message: "the answer is not JSON, or was cut" };
    const own = speaks?.checkBody(body) ?? null;
    if (own !== null) return own;
  }
  return { class: "server", code: null, message: `the answer cannot be read: ${message}` };
}

function messageIn(error: unknown): string {
  const { message } = (typeof error === "object" && error !== null ? error : {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : "an error without words";
}
