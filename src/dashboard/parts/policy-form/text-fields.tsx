import { CONTROL, Field, TextField } from "../field.tsx";
import { anyIn, anyText, unreadable } from "./any-text.ts";
import { mistakeAt, usePolicyForm, type FieldParts } from "./form-context.ts";
import { numberIn, numberText } from "./number-text.ts";
import { useDraft } from "./use-draft.ts";

/** One line; of a target or a config it offers those there are. */
export function TextValue({ schema, value, path, label, quiet, required, onChange }: FieldParts) {
  const { mistakes, offers } = usePolicyForm();
  const offered = schema.format === undefined ? undefined : offers[schema.format];
  const [example] = schema.examples ?? [];
  return (
    <TextField
      label={label}
      quiet={quiet}
      hint={schema.description}
      error={mistakeAt(mistakes, path, true)}
      list={offered}
      placeholder={schema.format === "target" ? "model:provider" : typeof example === "string" ? example : ""}
      autoComplete="off"
      spellCheck={false}
      value={typeof value === "string" ? value : ""}
      onChange={({ target }) => onChange(target.value === "" && !required ? undefined : target.value)}
    />
  );
}

export function NumberValue({ schema, value, path, label, quiet, onChange }: FieldParts) {
  const { mistakes } = usePolicyForm();
  const [text, type] = useDraft(value, numberText, numberIn);
  const [example] = schema.examples ?? [];
  return (
    <TextField
      label={label}
      quiet={quiet}
      hint={schema.description}
      error={mistakeAt(mistakes, path)}
      inputMode="decimal"
      autoComplete="off"
      placeholder={schema.default === undefined ? numberText(example) : `${numberText(schema.default)} unless given`}
      value={text}
      onChange={({ target }) => onChange(type(target.value))}
    />
  );
}

/** Anything, written in YAML or JSON. */
export function AnyValue({ schema, value, path, label, quiet, onChange }: FieldParts) {
  const { mistakes } = usePolicyForm();
  const [text, type] = useDraft(value, anyText, anyIn);
  const { examples = [] } = schema;
  const suchAs = examples.length === 0 ? "" : ` Such as ${examples.map(anyText).join(" or ")}`;
  return (
    <Field
      label={label}
      quiet={quiet}
      hint={schema.description === undefined ? undefined : `${schema.description}${suchAs}`}
      error={unreadable(value) ?? mistakeAt(mistakes, path, true)}
    >
      {(tied) => (
        <textarea
          {...tied}
          className={`${CONTROL} font-mono`}
          rows={Math.min(8, text.split("\n").length)}
          spellCheck={false}
          value={text}
          onChange={({ target }) => onChange(type(target.value))}
        />
      )}
    </Field>
  );
}
