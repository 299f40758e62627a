import { useId, useMemo, useRef, useState } from "react";
import type { Problem } from "../../api/problem.ts";
import { CodeEditor } from "../editor/code-editor.tsx";
import { languageOf, readText, rewritten, type Language } from "../policy/document-text.ts";
import { mendedText } from "../policy/mended-text.ts";
import { policyIn, readPolicy } from "../policy/policy-text.ts";
import { PolicyForm } from "./policy-form.tsx";

/** How a policy is looked at. */
export type PolicyView = "form" | Language;

const MOST_SAID = 5;

const VIEWS: readonly { readonly view: PolicyView; readonly label: string }[] = [
  { view: "form", label: "Form" },
  { view: "yaml", label: "YAML" },
  { view: "json", label: "JSON" },
];

/** What the gateway said of a field of the policy. */
export interface Refusal {
  readonly field: string;
  readonly message: string;
}

/** A problem that is about the policy, as far as it says where. */
export function refusalOf(problem: Problem | null): Refusal | null {
  if (problem === null || problem.field === null) return null;
  return { field: problem.field.replace(/^policy(?:\.|$)/u, ""), message: problem.message };
}

/** One policy as a form, as YAML and as JSON: three views of one text. A text that cannot be read keeps its view until it can. */
export function PolicyEditor({
  text,
  view,
  refusal = null,
  onChange,
}: {
  readonly text: string;
  readonly view: PolicyView;
  /** Of this very text. */
  readonly refusal?: Refusal | null;
  readonly onChange: (change: { readonly text?: string; readonly view?: PolicyView }) => void;
}) {
  const read = useMemo(() => readText(text), [text]);
  const { mistakes } = useMemo(() => policyIn(read), [read]);
  const [stuck, setStuck] = useState<string | null>(null);
  /** Its comments come back with it. */
  const yaml = useRef<string | null>(null);
  const id = useId();
  const empty = text.trim() === "";
  const shown: PolicyView = view === "form" && !read.readable ? "yaml" : view;
  const all = [
    ...(empty ? [] : mistakes),
    ...(refusal === null || !read.readable ? [] : [read.mistake(refusal.message, refusal.field)]),
  ];
  const byField = new Map(all.toReversed().map(({ field, said }) => [field ?? "", bare(said, field ?? "")]));

  function look(next: PolicyView): void {
    if (!read.readable) {
      setStuck(text);
      return;
    }
    if (languageOf(text) === "yaml") yaml.current = text;
    if (next === "form" || empty) onChange({ view: next });
    else if (next === "yaml" && languageOf(text) === "json" && yaml.current !== null)
      onChange({ view: next, text: mendedText(yaml.current, read.value) });
    else onChange({ view: next, text: rewritten(text, next) ?? text });
  }

  return (
    <div className="min-w-0">
      <fieldset className="mb-3 flex flex-wrap gap-x-5 gap-y-2 text-sm">
        <legend className="sr-only">Edited as</legend>
        {VIEWS.map((one) => (
          <label key={one.view} className="flex items-center gap-1.5">
            <input
              className="size-6 shrink-0"
              type="radio"
              name={`${id}-view`}
              checked={shown === one.view}
              onChange={() => look(one.view)}
            />
            {one.label}
          </label>
        ))}
      </fieldset>
      {stuck === text && !read.readable && (
        <p role="alert" className="mb-2 text-sm text-bad">
          This text cannot be read, so it cannot be shown another way yet. {read.mistakes[0]?.message}
        </p>
      )}
      {shown === "form" && read.readable ? (
        <PolicyForm
          value={empty ? "" : read.value}
          mistakes={byField}
          onChange={(value) => onChange({ text: mendedText(text, value) })}
        />
      ) : (
        <CodeEditor
          key={shown}
          label="Policy"
          language={shown === "json" ? "json" : "yaml"}
          value={text}
          onChange={(next) => onChange({ text: next })}
          check={(given) => (given.trim() === "" ? [] : readPolicy(given).mistakes)}
        />
      )}
      <ul className={`mt-1 text-sm wrap-anywhere ${empty ? "text-soft" : "text-bad"}`} aria-live="polite">
        {empty && <li>Nothing is written yet.</li>}
        {all.slice(0, MOST_SAID).map(({ said, message }) => (
          <li key={message}>{shown === "form" ? said : message}</li>
        ))}
        {all.length > MOST_SAID && <li>And {all.length - MOST_SAID} more.</li>}
      </ul>
    </div>
  );
}

/** A message whose field is said by where it stands. */
function bare(said: string, field: string): string {
  return said.startsWith(`\`${field}\`: `) ? said.slice(field.length + 4) : said;
}
