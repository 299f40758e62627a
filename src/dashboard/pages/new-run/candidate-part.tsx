import { Section } from "../../parts/page.tsx";
import { candidateKind, type CandidateKind } from "./asked.ts";
import { ConfigChoice, EndpointChoice } from "./stored-candidate.tsx";
import type { ChangeForm, RunForm } from "./form-names.ts";
import { WrittenCandidate } from "./written-candidate.tsx";

const KINDS: readonly { readonly kind: CandidateKind; readonly label: string }[] = [
  { kind: "config", label: "a stored config" },
  { kind: "policy", label: "a policy written here" },
  { kind: "endpoint", label: "a stored endpoint" },
  { kind: "draft", label: "an endpoint written here (prompt, parameters)" },
];

/** Who would be asked instead. */
export function CandidatePart({ form, onChange }: { readonly form: RunForm; readonly onChange: ChangeForm }) {
  const chosen = candidateKind(form);
  return (
    <Section title="2. Candidate">
      <fieldset className="mb-3 flex flex-wrap gap-x-5 gap-y-2 text-sm">
        <legend className="sr-only">Where the candidate comes from</legend>
        {KINDS.map(({ kind, label }) => (
          <label key={kind} className="flex items-center gap-1.5">
            <input
              className="size-6 shrink-0"
              type="radio"
              name="candidate"
              checked={chosen === kind}
              onChange={() => onChange({ by: kind === "config" ? undefined : kind })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {chosen === "config" && <ConfigChoice form={form} onChange={onChange} />}
      {chosen === "endpoint" && <EndpointChoice form={form} onChange={onChange} />}
      {(chosen === "policy" || chosen === "draft") && (
        <WrittenCandidate key={chosen} kind={chosen} form={form} onChange={onChange} />
      )}
    </Section>
  );
}
