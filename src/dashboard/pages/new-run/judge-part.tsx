import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { targetNamesQuery } from "../../api/targets.ts";
import { SelectField, TextField } from "../../parts/field.tsx";
import { formMistakes } from "./asked.ts";
import type { ChangeForm, RunForm } from "./form-names.ts";

const PROTOCOLS = [
  { value: "", label: "better, equivalent or worse" },
  { value: "equivalence", label: "one score from 0 to 1 a pair" },
];

/** Who judges the pairs once the run is done; nobody, unless somebody is named. */
export function JudgePart({ form, onChange }: { readonly form: RunForm; readonly onChange: ChangeForm }) {
  const targets = useQuery(targetNamesQuery);
  const id = useId();
  return (
    <fieldset className="mb-3">
      <legend className="mb-1 text-sm font-medium">Judge afterwards</legend>
      <p className="mb-2 max-w-prose text-xs text-soft">
        Begins by itself when the run is done, and gets what the cap has left then. Blind, in both orders, with
        questions mixed in whose answers are known.
      </p>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <TextField
          label="Judge"
          hint="Better of another vendor than both sides. Nobody judges where this is empty."
          placeholder="nobody"
          list={id}
          autoComplete="off"
          spellCheck={false}
          value={form.judge ?? ""}
          error={formMistakes(form).judge}
          onChange={({ target }) => onChange({ judge: target.value })}
        />
        {form.judge !== undefined && (
          <>
            <div className="lg:col-span-2">
              <TextField
                label="Criterion"
                hint="One sentence: what makes an answer good. A general one stands in."
                maxLength={500}
                value={form.criterion ?? ""}
                onChange={({ target }) => onChange({ criterion: target.value })}
              />
            </div>
            <SelectField
              label="Verdicts"
              options={PROTOCOLS}
              value={form.protocol === "equivalence" ? form.protocol : ""}
              onChange={({ target }) => onChange({ protocol: target.value })}
            />
          </>
        )}
      </div>
      <datalist id={id}>
        {(targets.data ?? []).map((target) => (
          <option key={target}>{target}</option>
        ))}
      </datalist>
    </fieldset>
  );
}
