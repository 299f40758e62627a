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
