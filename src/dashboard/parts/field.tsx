import { useId, type InputHTMLAttributes, type ReactElement, type SelectHTMLAttributes } from "react";

export const CONTROL =
  "min-h-9 w-full rounded-md border border-strong-rule bg-raised px-2 py-1 text-sm text-ink placeholder:text-soft aria-invalid:border-bad";

interface FieldParts {
  readonly label: string;
  /** The label is in view elsewhere: here it is only said. */
  readonly quiet?: boolean | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with what was put in. */
  readonly error?: string | null | undefined;
}

/** A label, its control, a hint below and what is wrong with it, tied together for whoever listens instead of looks. */
export function Field({
  label,
  quiet = false,
  hint,
  error,
  children,
}: FieldParts & {
  readonly children: (tied: {
    readonly id: string;
    readonly "aria-describedby"?: string;
    readonly "aria-invalid"?: true;
  }) => ReactElement;
}) {
  const id = useId();
  const wrong = error !== null && error !== undefined && error !== "";
  const below = wrong || hint !== undefined;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={quiet ? "sr-only" : "mb-1 block text-sm font-medium"}>
        {label}
      </label>
      {children({
        id,
        ...(below ? { "aria-describedby": `${id}-below` } : {}),
        ...(wrong ? { "aria-invalid": true } : {}),
      })}
      {below && (
        <p id={`${id}-below`} className={`mt-1 text-xs ${wrong ? "text-bad" : "text-soft"}`}>
          {wrong ? error : hint}
        </p>
      )}
    </div>
  );
}

export function TextField({
  label,
  quiet,
  hint,
  error,
  className = "",
  ...rest
}: FieldParts & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} quiet={quiet} hint={hint} error={error}>
      {(tied) => <input type="text" {...rest} {...tied} className={`${CONTROL} ${className}`} />}
    </Field>
  );
}

export function SelectField({
  label,
  quiet,
  hint,
  error,
  options,
  ...rest
}: FieldParts &
  SelectHTMLAttributes<HTMLSelectElement> & {
    readonly options: readonly { readonly value: string; readonly label: string }[];
  }) {
  return (
    <Field label={label} quiet={quiet} hint={hint} error={error}>
      {(tied) => (
        <select {...rest} {...tied} className={CONTROL}>
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
