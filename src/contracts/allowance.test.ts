import { describe, expect, it } from "vitest";
import { allowanceFor, isExpired } from "./allowance.ts";
import type { Allowance, NonReproducible } from "./pack.ts";

const entry = (reason_code: string, expiry_date = "2026-03-31", contract_path = "contracts/a.yaml"): Allowance => ({
  contract_path,
  reason_code,
  owner: "o",
  expiry_date,
  rationale: "r",
});
const NOON = Date.UTC(2026, 2, 31, 12);
const a = (reason: NonReproducible) => ({ file: "contracts/a.yaml", reason });

describe("an allowance", () => {
  it("holds to the end of its day, UTC", () => {
    expect(isExpired(entry("SCHEMA_DRIFT"), Date.UTC(2026, 2, 31, 23, 59, 59, 999))).toBe(false);
    expect(isExpired(entry("SCHEMA_DRIFT"), Date.UTC(2026, 3, 1))).toBe(true);
  });

  it("is for one contract and one reason, or for what varies in the context", () => {
    expect(allowanceFor([entry("SCHEMA_DRIFT")], a("SCHEMA_DRIFT"), NOON)).not.toBeNull();
    expect(allowanceFor([entry("SCHEMA_DRIFT")], a("recording_not_found"), NOON)).toBeNull();
    expect(allowanceFor([entry("SCHEMA_DRIFT", undefined, "contracts/b.yaml")], a("SCHEMA_DRIFT"), NOON)).toBeNull();
    for (const reason of ["SCHEMA_DRIFT", "NON_DETERMINISTIC_INPUT", "MISSING_PREREQUISITES"] as const)
      expect(allowanceFor([entry("context_variance")], a(reason), NOON)).not.toBeNull();
    for (const reason of ["recording_not_found", "model_nondeterminism"] as const)
      expect(allowanceFor([entry("context_variance")], a(reason), NOON)).toBeNull();
  });

  it("that holds comes before one that is over", () => {
    const [over, holds] = [entry("SCHEMA_DRIFT", "2026-01-01"), entry("context_variance")];
    expect(allowanceFor([over, holds], a("SCHEMA_DRIFT"), NOON)).toBe(holds);
    expect(allowanceFor([over], a("SCHEMA_DRIFT"), NOON)).toBe(over);
  });
});
