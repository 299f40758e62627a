import { useEffect, useRef } from "react";

/** What a key does, told in the list that `?` opens. */
export interface KeyBinding {
  readonly key: string;
  readonly does: string;
  readonly run: () => void;
}

interface Listed extends KeyBinding {
  readonly order: number;
}

const bound = new Set<{ current: readonly KeyBinding[] }>();

/** Every key that does something on this page now, the newest first. */
export function keysInForce(): readonly KeyBinding[] {
  const seen = new Map<string, Listed>();
  for (const [order, { current }] of [...bound].toReversed().entries())
    for (const binding of current) if (!seen.has(binding.key)) seen.set(binding.key, { ...binding, order });
  return [...seen.values()];
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName))
  );
}

/** Enter on a link or a button is for that one, whatever it does elsewhere on the page. */
function entering({ key, target }: KeyboardEvent): boolean {
  return key === "Enter" && target instanceof Element && target.closest("a, button, summary, [role=tab]") !== null;
}

function onKey(event: KeyboardEvent): void {
  if (
    event.defaultPrevented ||
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    typing(event.target) ||
    entering(event)
  )
    return;
  // A dialog has the keyboard to itself; it closes by Esc of its own.
  if (document.querySelector("[role=dialog][data-state=open]") !== null && event.key !== "?") return;
  const binding = keysInForce().find(({ key }) => key === event.key);
  if (binding === undefined) return;
  event.preventDefault();
  binding.run();
}

/** Keys that work while a component is there, wherever the focus is but in a control that takes text. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => {
    if (bound.size === 0) addEventListener("keydown", onKey);
    bound.add(latest);
    return () => {
      bound.delete(latest);
      if (bound.size === 0) removeEventListener("keydown", onKey);
    };
  }, []);
}
