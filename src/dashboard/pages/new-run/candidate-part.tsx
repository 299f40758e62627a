import { Section } from "../../parts/page.tsx";
import { candidateKind, type CandidateKind } from "./asked.ts";
import { ConfigChoice, EndpointChoice } from "./stored-candidate.tsx";
import type { ChangeForm, RunForm } from "./form-names.ts";
import { WrittenDraft } from "./written-draft.tsx";
import { PolicyEditor, type Refusal } from "../../parts/policy-form/policy-editor.tsx";

const KINDS: readonly { readonly kind: CandidateKind; readonly label: string }[] = [
  { kind: "config", label: "a stored config" },
  { kind: "policy", label: "a model or a policy written here" },
  { kind: "endpoint", label: "a stored endpoint" },
  { kind: "draft", label: "an endpoint written here (prompt, parameters)" },
];

/** Who would be asked instead. */
export function CandidatePart({
  form,
  refusal,
  onChange,
}: {
  readonly form: RunForm;
  /** What the gateway said of a field of the policy as it is written. */
  readonly refusal: Refusal | null;
  readonly onChange: ChangeForm;
}) {
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
              onChange={() =>
                onChange({
                  by: kind === "config" ? undefined : kind,
                  view: kind === "policy" && form.policy === undefined ? "form" : form.view,
                })
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
      {chosen === "config" && <ConfigChoice form={form} onChange={onChange} />}
      {chosen === "endpoint" && <EndpointChoice form={form} onChange={onChange} />}
      {chosen === "policy" && (
        <PolicyEditor
          text={form.policy ?? ""}
          view={form.view === "form" || form.view === "json" ? form.view : "yaml"}
          refusal={refusal}
          onChange={({ text = form.policy, view = form.view }) =>
            onChange({ policy: text, view: view === "yaml" ? undefined : view })
          }
        />
      )}
      {chosen === "draft" && <WrittenDraft form={form} onChange={onChange} />}
    </Section>
  );
}
