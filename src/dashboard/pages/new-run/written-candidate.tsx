import { STRATEGIES } from "../../../core/strategies/index.ts";
import { CodeEditor } from "../../parts/editor/code-editor.tsx";
import { SelectField } from "../../parts/field.tsx";
import { mistakesOf, endpointIn, policyIn, rewritten, written, type Language } from "./candidate-text.ts";
import type { ChangeForm, RunForm } from "./form-names.ts";

const LABELS = { policy: "Policy", draft: "Endpoint" } as const;
const HINTS = {
  policy: "Policies stand inside one another; a target (model:provider) stands for `single`.",
  draft: "What a version of an endpoint holds: system_prompt, defaults, policy, guardrails, response_schema …",
} as const;
const DRAFT_EXAMPLE = { system_prompt: "Answer in one sentence.", defaults: { temperature: 0 } };

/** A candidate that is written on the page: YAML or JSON, with what is wrong where it stands. */
export function WrittenCandidate({
  kind,
  form,
  onChange,
}: {
  readonly kind: "policy" | "draft";
  readonly form: RunForm;
  readonly onChange: ChangeForm;
}) {
  const language: Language = form.language === "json" ? "json" : "yaml";
  const text = form[kind] ?? "";
  const check = (given: string) => mistakesOf(kind === "policy" ? policyIn(given) : endpointIn(given));
  const mistakes = check(text);
  const found = kind === "policy" ? policyIn(text) : null;
  const strategy = found !== null && "value" in found ? found.value.strategy : "";
  const known = STRATEGIES.find(({ name }) => name === strategy);
  const begin = (name: string): void => {
    const example = kind === "draft" ? DRAFT_EXAMPLE : STRATEGIES.find((one) => one.name === name)?.example;
    if (example !== undefined) onChange({ [kind]: written(example, language) });
  };
  return (
    <div className="grid gap-3 lg:grid-cols-[16rem_1fr]">
      <div className="flex flex-col gap-3">
        <SelectField
          label={kind === "policy" ? "Strategy" : "Begin with"}
          hint={known?.summary ?? HINTS[kind]}
          value={strategy}
          onChange={({ target }) => begin(target.value)}
          options={[
            { value: "", label: text === "" ? "pick one to begin with" : "as written" },
            ...(kind === "draft"
              ? [{ value: "example", label: "an example" }]
              : STRATEGIES.map(({ name }) => ({ value: name, label: name.replaceAll("_", " ") }))),
          ]}
        />
        <SelectField
          label="Written as"
          value={language}
          options={[
            { value: "yaml", label: "YAML" },
            { value: "json", label: "JSON" },
          ]}
          onChange={({ target }) => {
            const next: Language = target.value === "json" ? "json" : "yaml";
            onChange({ language: next === "json" ? next : undefined, [kind]: rewritten(text, next) });
          }}
        />
      </div>
      <div className="min-w-0">
        <CodeEditor
          key={language}
          label={LABELS[kind]}
          language={language}
          value={text}
          onChange={(next) => onChange({ [kind]: next })}
          check={(given) => (given.trim() === "" ? [] : check(given))}
        />
        <p className={`mt-1 text-sm ${text.trim() === "" ? "text-soft" : "text-bad"}`} aria-live="polite">
          {mistakes[0]?.message}
        </p>
      </div>
    </div>
  );
}
