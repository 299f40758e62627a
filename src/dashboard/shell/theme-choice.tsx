import { THEMES, useTheme, type Theme } from "../look/theme.ts";

/** Light, dark, or as the system has it. */
export function ThemeChoice() {
  const [theme, choose] = useTheme();
  return (
    <select
      aria-label="Colours"
      value={theme}
      onChange={(event) => choose(event.target.value as Theme)}
      className="min-h-9 rounded-md border border-rule bg-raised px-1 text-sm"
    >
      {THEMES.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}
