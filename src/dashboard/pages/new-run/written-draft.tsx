import { CodeEditor } from "../../parts/editor/code-editor.tsx";
import { SelectField } from "../../parts/field.tsx";
import { rewritten, written, type Language } from "../../parts/policy/document-text.ts";
import { endpointIn } from "./candidate-text.ts";
import type { ChangeForm, RunForm } from "./form-names.ts";

const EXAMPLE = { system_prompt: "Answer in one sentence.", defaults: { temperature: 0 } };

/** An endpoint that is written on the page: YAML or JSON, with what is wrong where it stands. */
export function WrittenDraft({ form, onChange }: { readonly form: RunForm; readonly onChange: ChangeForm }) {
  const language: Language = form.view === "json" ? "json" : "yaml";
  const text = form.draft ?? "";
  const { mistakes } = endpointIn(text);
  return (
    <div className="grid gap-3 lg:grid-cols-[16rem_1fr]">
      <div className="flex flex-col gap-3">
        <SelectField
          label="Begin with"
          hint="What a version of an endpoint holds: system_prompt, defaults, policy, guardrails, response_schema …"
          value=""
          onChange={() => onChange({ draft: written(EXAMPLE, language) })}
          options={[
            { value: "", label: text === "" ? "pick one to begin with" : "as written" },
            { value: "example", label: "an example" },
          ]}
        />
        <SelectField
          label="Written as"
          value={language}
          error={rewritten(text, "json") === null ? "Not before it can be read." : null}
          options={[
            { value: "yaml", label: "YAML" },
            { value: "json", label: "JSON" },
          ]}
          onChange={({ target }) => {
            const next: Language = target.value === "json" ? "json" : "yaml";
            const draft = rewritten(text, next);
            if (draft !== null) onChange({ view: next === "json" ? next : undefined, draft });
          }}
        />
      </div>
      <div className="min-w-0">
        <CodeEditor
          key={language}
          label="Endpoint"
          language={language}
          value={text}
          onChange={(next) => onChange({ draft: next })}
          check={(given) => (given.trim() === "" ? [] : endpointIn(given).mistakes)}
        />
        <p className={`mt-1 text-sm ${text.trim() === "" ? "text-soft" : "text-bad"}`} aria-live="polite">
          {mistakes[0]?.message}
        </p>
      </div>
    </div>
  );
}
