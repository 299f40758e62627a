import { useEffect, useState } from "react";
import { TextField } from "./field.tsx";

/** Shorter than what most people take from key to key, so that the last one is not waited for. */
const SETTLE_MS = 80;

/** A control whose value reaches the address a moment after the last key. */
export function SettlingField({
  label,
  value,
  onSettle,
  after = SETTLE_MS,
  ...rest
}: {
  readonly label: string;
  readonly value: string;
  readonly onSettle: (value: string) => void;
  /** ms after the last key. */
  readonly after?: number;
  readonly placeholder?: string | undefined;
  readonly inputMode?: "decimal" | "text" | "search";
  readonly type?: string;
  readonly list?: string;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return undefined;
    const timer = setTimeout(() => {
      onSettle(typed);
      setTyped(null);
    }, after);
    return () => clearTimeout(timer);
  }, [typed, onSettle, after]);
  return <TextField {...rest} label={label} value={typed ?? value} onChange={({ target }) => setTyped(target.value)} />;
}
