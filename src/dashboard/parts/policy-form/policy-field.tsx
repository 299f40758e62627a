import { isObject } from "../../../core/json.ts";
import { SelectField } from "../field.tsx";
import { asStrategy, schemaOf } from "./change-strategy.ts";
import { below, mistakeAt, usePolicyForm, type FieldParts } from "./form-context.ts";
import { ObjectFields } from "./object-fields.tsx";
import { TextValue } from "./text-fields.tsx";

const TARGET = { type: "string", format: "target" } as const;
const AS_TARGET = "target";

/** A policy, or a target standing for one: its strategy, and what belongs to that. Policies inside it are fields like this one. */
export function PolicyField({ schema, value, path, label, quiet = false, onChange }: FieldParts) {
  const { strategies, byName, mistakes } = usePolicyForm();
  const given = isObject(value) ? value["strategy"] : undefined;
  const known = byName.get(given);
  const chosen = typeof value === "string" ? AS_TARGET : (known?.name ?? (typeof given === "string" ? given : ""));
  const options = [
    ...(chosen === "" ? [{ value: "", label: "pick one" }] : []),
    { value: AS_TARGET, label: "one target" },
    ...strategies.map(({ name }) => ({ value: name, label: name.replaceAll("_", " ") })),
    ...(known === undefined && chosen !== "" && chosen !== AS_TARGET ? [{ value: chosen, label: chosen }] : []),
  ];
  return (
    <fieldset className={quiet ? "min-w-0" : "min-w-0 border-l-2 border-rule pl-2 sm:pl-3"}>
      <legend className={quiet ? "sr-only" : "mb-1 text-sm font-medium"}>{label}</legend>
      {!quiet && schema.description !== undefined && path !== "" && (
        <p className="mb-1 text-xs text-soft">{schema.description}</p>
      )}
      <div className="mb-3 grid grid-cols-1 items-start gap-3 sm:grid-cols-2 xl:grid-cols-3">
        <SelectField
          label="Strategy"
          hint={known?.summary}
          error={
            mistakeAt(mistakes, below(path, "strategy")) ??
            (typeof value === "string" ? null : mistakeAt(mistakes, path))
          }
          value={chosen}
          options={options}
          onChange={({ target }) => onChange(asStrategy(value, byName.get(target.value) ?? null, byName))}
        />
        {typeof value === "string" && (
          <TextValue
            schema={TARGET}
            value={value}
            path={mistakes.has(below(path, "model")) ? below(path, "model") : path}
            label="Target"
            required
            onChange={onChange}
          />
        )}
      </div>
      {isObject(value) && (
        <ObjectFields
          schema={schemaOf(value, byName)}
          value={value}
          path={path}
          without={["strategy"]}
          onChange={onChange}
        />
      )}
    </fieldset>
  );
}
