import { useId } from "react";
import { SelectField } from "../field.tsx";
import { mistakeAt, usePolicyForm, type FieldParts } from "./form-context.ts";
import { itemsOf } from "./form-schema.ts";

/** One of a few words; one that is not among them stays until another is picked. */
export function ChoiceValue({ schema, value, path, label, quiet, required, onChange }: FieldParts) {
  const { mistakes } = usePolicyForm();
  const given = typeof value === "string" ? value : "";
  const words = schema.enum ?? [];
  const shown = given === "" || words.includes(given) ? words : [...words, given];
  return (
    <SelectField
      label={label}
      quiet={quiet}
      hint={schema.description}
      error={mistakeAt(mistakes, path)}
      value={given}
      options={[
        ...(required && given !== "" ? [] : [{ value: "", label: required ? "pick one" : "not asked" }]),
        ...shown.map((word) => ({ value: word, label: word.replaceAll("_", " ") })),
      ]}
      onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
    />
  );
}

/** Asked for, or not. */
export function FlagValue({ schema, value, path, label, onChange }: FieldParts) {
  const { mistakes } = usePolicyForm();
  const id = useId();
  const mistake = mistakeAt(mistakes, path);
  return (
    <div className="min-w-0 text-sm">
      <label className="flex items-center gap-2 font-medium">
        <input
          type="checkbox"
          className="size-6 shrink-0"
          aria-describedby={id}
          checked={value === true}
          onChange={({ target }) => onChange(target.checked ? true : undefined)}
        />
        {label}
      </label>
      <p id={id} className={`mt-1 text-xs ${mistake === undefined ? "text-soft" : "text-bad"}`}>
        {mistake ?? schema.description}
      </p>
    </div>
  );
}

/** Some of a few words. */
export function ChoicesValue({ schema, value, path, label, onChange }: FieldParts) {
  const { mistakes } = usePolicyForm();
  const id = useId();
  const mistake = mistakeAt(mistakes, path, true);
  const given = Array.isArray(value) ? (value as readonly string[]) : [];
  const words = [...new Set([...(itemsOf(schema).enum ?? []), ...given])];
  return (
    <fieldset className="min-w-0 text-sm" aria-describedby={id}>
      <legend className="font-medium">{label}</legend>
      <p id={id} className={`mt-1 text-xs ${mistake === undefined ? "text-soft" : "text-bad"}`}>
        {mistake ?? schema.description}
      </p>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {words.map((word) => (
          <label key={word} className="flex items-center gap-1.5">
            <input
              type="checkbox"
              className="size-6 shrink-0"
              checked={given.includes(word)}
              onChange={({ target }) =>
                onChange(target.checked ? [...given, word] : given.filter((one) => one !== word))
              }
            />
            {word.replaceAll("_", " ")}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
