import { SelectField } from "../../parts/field.tsx";

/** What the API takes where the address says nothing. */
const DEFAULT_WINDOW = "7d";

const WINDOWS = [
  { value: "24h", label: "last 24 hours" },
  { value: "7d", label: "last 7 days" },
  { value: "30d", label: "last 30 days" },
  { value: "90d", label: "last 90 days" },
] as const;

const ORIGINS = [
  { value: "", label: "packs and mirrors" },
  { value: "cli", label: "packs" },
  { value: "mirror", label: "mirrors" },
] as const;

/** Which runs of a pair are looked at, as it stands in the address. */
export interface ShadowWindow {
  readonly last?: string;
  readonly from?: string;
  readonly to?: string;
  readonly origin?: string;
}

/** Which runs are looked at: how far back, and of what. A window that only an address can say stays until another is chosen. */
export function WindowChoice({
  window: { last, from, to, origin = "" },
  onChange,
}: {
  readonly window: ShadowWindow;
  readonly onChange: (changes: { readonly [name in keyof ShadowWindow]?: string | undefined }) => void;
}) {
  const own = from !== undefined || to !== undefined;
  const value = own ? "" : (last ?? DEFAULT_WINDOW);
  const ownLabel = `${from ?? "the beginning"} to ${to ?? "now"}`;
  const known = WINDOWS.some((one) => one.value === value);
  return (
    <div className="grid grid-cols-2 gap-2 sm:max-w-md">
      <SelectField
        label="Window"
        value={value}
        onChange={({ target }) => onChange({ last: target.value, from: undefined, to: undefined })}
        options={known ? WINDOWS : [{ value, label: own ? ownLabel : `last ${value}` }, ...WINDOWS]}
      />
      <SelectField
        label="Runs of"
        value={origin}
        onChange={({ target }) => onChange({ origin: target.value === "" ? undefined : target.value })}
        options={ORIGINS}
      />
    </div>
  );
}
