import type { Mistake } from "./editor-parts.ts";

const MOST = 6;

/** What is wrong with what was typed, the first ones; said as they change to whoever listens. */
export function MistakeList({ mistakes }: { readonly mistakes: readonly Mistake[] }) {
  return (
    <ul aria-label="Mistakes" aria-live="polite" className="flex flex-col gap-0.5 text-sm text-bad">
      {mistakes.slice(0, MOST).map(({ at, message }) => (
        <li key={`${at} ${message}`}>{message}</li>
      ))}
      {mistakes.length > MOST && <li>and {mistakes.length - MOST} more</li>}
    </ul>
  );
}
