/** Why the API did not do what it was asked. */
export type ProblemKind = "offline" | "signed_out" | "forbidden" | "gone" | "refused" | "broken";

/** What went wrong between this page and the gateway, in the API's one shape. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly kind: ProblemKind;
  readonly code: string;
  readonly hint: string | null;
  readonly field: string | null;
  readonly status: number;

  constructor(
    status: number,
    said: { readonly code: string; readonly message: string; readonly hint?: string; readonly field?: string },
  ) {
    super(said.message);
    this.status = status;
    this.kind = kindOf(status);
    this.code = said.code;
    this.hint = said.hint ?? null;
    this.field = said.field ?? null;
  }
}

function kindOf(status: number): ProblemKind {
  if (status === 0) return "offline";
  if (status === 401) return "signed_out";
  if (status === 403) return "forbidden";
  if (status === 404) return "gone";
  return status < 500 ? "refused" : "broken";
}

/** Anything thrown, as a problem that can be shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(500, { code: "page_failed", message: error instanceof Error ? error.message : String(error) });
}
