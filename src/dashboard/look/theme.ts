import { useEffect, useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "understudy.theme";
const listeners = new Set<() => void>();
const dark = matchMedia("(prefers-color-scheme: dark)");

function stored(): Theme {
  const found = localStorage.getItem(KEY);
  return THEMES.find((one) => one === found) ?? "system";
}

function show(): void {
  const theme = stored();
  document.documentElement.dataset["theme"] = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
}

/** Before the first paint, so that no page flashes in the other colours. */
export function startTheme(): void {
  show();
  dark.addEventListener("change", show);
}

/** The theme a person chose, and how to choose another; it is kept in this browser. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore((listen) => {
    listeners.add(listen);
    return () => listeners.delete(listen);
  }, stored);
  useEffect(show, [theme]);
  return [
    theme,
    (next) => {
      localStorage.setItem(KEY, next);
      for (const listen of listeners) listen();
    },
  ];
}
