import { counted } from "../../../../core/counts.ts";
import type { ChoosableScope } from "../../../api/promotions.ts";
import { SelectField } from "../../../parts/field.tsx";
import { servedText } from "./served-text.ts";

/** Where the candidate should serve: where its window comes from first, then everywhere else. */
export function ScopeField({
  scopes,
  value,
  error,
  onChange,
}: {
  readonly scopes: readonly ChoosableScope[];
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (scope: string) => void;
}) {
  const chosen = scopes.find(({ scope }) => scope === value);
  return (
    <SelectField
      label="Where it serves"
      value={value}
      error={error}
      hint={
        chosen === undefined
          ? "The window holds requests of several: name the one that is meant."
          : `Served now by ${servedText(chosen.serves)}.`
      }
      options={[
        ...(chosen === undefined ? [{ value: "", label: "choose a project or an endpoint" }] : []),
        ...scopes.map(({ scope, requests }) => ({
          value: scope,
          label:
            requests === 0
              ? `${scope} (none of the window)`
              : `${scope} (${counted(requests, "request")} of the window)`,
        })),
      ]}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** Where a candidate belongs without being told: an endpoint version to the endpoint it was tried on, a policy to the only one in its window; "" where there is no such one. */
export function onlyScope(scopes: readonly ChoosableScope[], kind: "policy" | "endpoint"): string {
  const [first] = scopes;
  const found = scopes.filter(({ requests }) => requests > 0);
  if (kind === "endpoint" || scopes.length === 1) return first?.scope ?? "";
  return found.length === 1 ? (found[0]?.scope ?? "") : "";
}
