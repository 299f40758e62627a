import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../button.tsx";
import { moved, startOf } from "./edits.ts";
import { below, mistakeAt, usePolicyForm, type FieldParts } from "./form-context.ts";
import { itemsOf } from "./form-schema.ts";
import { ItemButtons, type ItemDeed } from "./item-buttons.tsx";
import { makeItemKeys } from "./item-keys.ts";

const CONTROLS = "input, select, textarea";

/** Several of a kind, in their order. The focus goes along with what is moved, to what is added, and to the next one where one is removed. */
export function ListField({ schema, value, path, label, onChange }: FieldParts) {
  const { Field, mistakes, tell } = usePolicyForm();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [keys] = useState(makeItemKeys);
  const [focus, setFocus] = useState<{ readonly at: number; readonly on: ItemDeed | "control" } | null>(null);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];
  const itemSchema = itemsOf(schema);
  const one = itemSchema.title ?? "Item";
  const mistake = mistakeAt(mistakes, path);
  const least = schema.minItems ?? 0;

  useEffect(() => {
    if (focus === null) return;
    const item = place.current?.querySelectorAll(":scope > ol > li")[focus.at];
    const wanted = focus.on === "control" ? CONTROLS : `[data-deed=${focus.on}]:enabled`;
    const found = item?.querySelector<HTMLElement>(wanted) ?? item?.querySelector<HTMLElement>("[data-deed]:enabled");
    (found ?? place.current?.querySelector<HTMLElement>(":scope > button"))?.focus();
  }, [focus]);

  function doWith(at: number, deed: ItemDeed): void {
    if (deed === "remove") {
      keys.remove(at);
      onChange(items.toSpliced(at, 1));
      setFocus({ at: Math.min(at, items.length - 2), on: "remove" });
      tell(`${one} ${at + 1} was removed; ${items.length - 1} left.`);
      return;
    }
    const to = deed === "up" ? at - 1 : at + 1;
    keys.move(at, to);
    onChange(moved(items, at, to));
    setFocus({ at: to, on: deed });
    tell(`${one} ${at + 1} is now ${to + 1} of ${items.length}.`);
  }

  return (
    <div ref={place} role="group" aria-labelledby={id} className="min-w-0">
      <p id={id} className="text-sm font-medium">
        {label}
      </p>
      <p className={`text-xs ${mistake === undefined ? "text-soft" : "text-bad"}`}>{mistake ?? schema.description}</p>
      <ol className="mt-1">
        {keys.of(items.length).map((key, at) => (
          <li key={key} className="mb-2 border-l-2 border-rule pl-2 sm:pl-3">
            <div className="mb-1 flex items-center justify-between gap-2">
              <span aria-hidden className="text-sm text-soft">{`${one} ${at + 1}`}</span>
              <ItemButtons
                label={`${one} ${at + 1}`}
                can={{ up: at > 0, down: at < items.length - 1, remove: items.length > Math.min(least, 1) }}
                onDo={(deed) => doWith(at, deed)}
              />
            </div>
            <Field
              schema={itemSchema}
              value={items[at]}
              path={below(path, at)}
              label={`${one} ${at + 1}`}
              quiet
              required
              onChange={(next) => onChange(items.with(at, next ?? startOf(itemSchema)))}
            />
          </li>
        ))}
      </ol>
      <Button
        onClick={() => {
          onChange([...items, startOf(itemSchema)]);
          setFocus({ at: items.length, on: "control" });
          tell(`${one} ${items.length + 1} was added.`);
        }}
      >
        Add {one.toLowerCase()}
      </Button>
    </div>
  );
}
