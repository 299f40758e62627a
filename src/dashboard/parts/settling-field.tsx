import { useEffect, useState } from "react";
import { TextField } from "./field.tsx";

const SETTLE_MS = 250;

/** A control whose value reaches the address a moment after the last key. */
export function SettlingField({
  label,
  value,
  onSettle,
  ...rest
}: {
  readonly label: string;
  readonly value: string;
  readonly onSettle: (value: string) => void;
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
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [typed, onSettle]);
  return <TextField {...rest} label={label} value={typed ?? value} onChange={({ target }) => setTyped(target.value)} />;
}
