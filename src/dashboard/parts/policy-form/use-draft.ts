import { useState } from "react";
import { canonicalJson } from "../../../core/canonical.ts";

/**
 * The text of a field whose value is not a text: what was typed stays as it was typed as long as it says what the value is.
 * @param read gives back any text that `show` made as the value it was made of
 */
export function useDraft(
  value: unknown,
  show: (value: unknown) => string,
  read: (text: string) => unknown,
): readonly [text: string, type: (text: string) => unknown] {
  const [draft, setDraft] = useState(() => show(value));
  const holds = canonicalJson(read(draft) ?? null) === canonicalJson(value ?? null);
  const type = (text: string): unknown => {
    setDraft(text);
    return read(text);
  };
  return [holds ? draft : show(value), type];
}
