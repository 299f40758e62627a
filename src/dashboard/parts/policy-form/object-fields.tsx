import { Fragment } from "react";
import { isObject, type JsonObject } from "../../../core/json.ts";
import { Button } from "../button.tsx";
import { startOf, withKey } from "./edits.ts";
import { below, mistakeAt, usePolicyForm, type FieldParts } from "./form-context.ts";
import { alwaysShown, kindFor, type FormSchema } from "./form-schema.ts";

/** Kinds that take a row of their own. */
const WIDE: ReadonlySet<string> = new Set(["policy", "object", "list", "choices", "json"]);
const NONE: readonly string[] = [];

/** The keys of an object: those of its schema, and those it does not know, which stay. */
export function ObjectFields({
  schema,
  value,
  path,
  without = NONE,
  onChange,
}: Pick<FieldParts, "schema" | "path"> & {
  readonly value: JsonObject;
  /** Keys that are shown elsewhere. */
  readonly without?: readonly string[];
  readonly onChange: (value: JsonObject) => void;
}) {
  const { Field, mistakes } = usePolicyForm();
  const properties = schema.properties ?? {};
  const order = Object.keys(properties);
  const unknown = Object.keys(value).filter((key) => !order.includes(key) && !without.includes(key));
  const needed = (key: string): boolean => schema.required?.includes(key) === true;
  const shown = order.filter((key) => {
    const one = properties[key] as FormSchema;
    return !without.includes(key) && (Object.hasOwn(value, key) || needed(key) || alwaysShown(one));
  });
  const absent = order.filter((key) => !without.includes(key) && !shown.includes(key));
  const set = (key: string, next: unknown): void => onChange(withKey(value, key, next, order));
  const titleOf = (key: string): string => properties[key]?.title ?? key;
  const removable = (key: string): boolean => !needed(key) && !alwaysShown(properties[key] ?? {});
  return (
    <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {[...shown, ...unknown].map((key) => {
        const one = properties[key] ?? {};
        const wide = WIDE.has(kindFor(one, value[key]));
        return (
          <div key={key} className={wide ? "col-span-full min-w-0" : "min-w-0"}>
            <Field
              schema={one}
              value={value[key]}
              path={below(path, key)}
              label={titleOf(key)}
              required={needed(key)}
              onChange={(next) => set(key, next)}
            />
            {Object.hasOwn(value, key) && removable(key) && (
              <Button weight="quiet" onClick={() => set(key, undefined)}>
                Remove {titleOf(key).toLowerCase()}
              </Button>
            )}
          </div>
        );
      })}
      {absent.length > 0 && (
        <div className="col-span-full flex flex-wrap items-center gap-2">
          {absent.map((key) => (
            <Fragment key={key}>
              <Button
                weight="quiet"
                title={properties[key]?.description}
                onClick={() => set(key, startOf(properties[key] ?? {}))}
              >
                Add {titleOf(key).toLowerCase()}
              </Button>
              {mistakes.has(below(path, key)) && (
                <span className="text-xs text-bad">{mistakeAt(mistakes, below(path, key))}</span>
              )}
            </Fragment>
          ))}
        </div>
      )}
    </div>
  );
}

/** An object inside a policy. */
export function ObjectField({ schema, value, path, label, quiet = false, onChange }: FieldParts) {
  const { mistakes } = usePolicyForm();
  const mistake = mistakeAt(mistakes, path);
  return (
    <fieldset className="min-w-0">
      <legend className={quiet ? "sr-only" : "text-sm font-medium"}>{label}</legend>
      {(mistake !== undefined || schema.description !== undefined) && (
        <p className={`mb-1 text-xs ${mistake === undefined ? "text-soft" : "text-bad"}`}>
          {mistake ?? schema.description}
        </p>
      )}
      <div className={quiet ? "" : "border-l-2 border-rule pl-2 sm:pl-3"}>
        <ObjectFields schema={schema} value={isObject(value) ? value : {}} path={path} onChange={onChange} />
      </div>
    </fieldset>
  );
}
