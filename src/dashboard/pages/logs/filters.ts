import { ORIGINS, STATUSES } from "../../../core/exchange.ts";

interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly kind: "text" | "number" | "choice";
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Always in view; the others come with "More filters". */
  readonly first?: true;
}

const words = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

/** What rows can be filtered by, as the API names it. */
export const FILTER_FIELDS = [
  {
    name: "last",
    label: "Window",
    kind: "choice",
    first: true,
    choices: [
      { value: "1h", label: "last hour" },
      { value: "24h", label: "last 24 hours" },
      { value: "7d", label: "last 7 days" },
      { value: "30d", label: "last 30 days" },
    ],
  },
  { name: "status", label: "Status", kind: "choice", first: true, choices: words(STATUSES) },
  { name: "model", label: "Model or target", kind: "text", first: true, placeholder: "gpt-4o-mini" },
  { name: "origin", label: "Origin", kind: "choice", choices: words(ORIGINS) },
  { name: "project", label: "Project", kind: "text" },
  { name: "endpoint", label: "Endpoint", kind: "text" },
  { name: "provider", label: "Provider", kind: "text" },
  { name: "end_user", label: "End user", kind: "text" },
  { name: "session", label: "Session", kind: "text" },
  { name: "api_key", label: "API key", kind: "text", placeholder: "its name or first characters" },
  { name: "tag", label: "Tag", kind: "text" },
  { name: "metadata", label: "Metadata", kind: "text", placeholder: "KEY=VALUE" },
  { name: "latency_gte", label: "Latency from (ms)", kind: "number" },
  { name: "latency_lte", label: "Latency to (ms)", kind: "number" },
  { name: "cost_gte", label: "Cost from (USD)", kind: "number" },
  { name: "cost_lte", label: "Cost to (USD)", kind: "number" },
  { name: "from", label: "From (UTC)", kind: "text", placeholder: "2026-03-01T09:00" },
  { name: "to", label: "To (UTC)", kind: "text", placeholder: "2026-03-02" },
  { name: "parent_request_id", label: "Replays of", kind: "text", placeholder: "request id" },
] as const satisfies readonly FilterField[];

export type FilterName = (typeof FILTER_FIELDS)[number]["name"] | "text" | "bodies";

export const FILTER_NAMES: readonly FilterName[] = [...FILTER_FIELDS.map(({ name }) => name), "text", "bodies"];

/** A filter as it stands in the address, and as the API takes it. */
export type LogFilter = { readonly [name in FilterName]?: string };

/** The filter of an address, without what else stands there. */
export function filterIn(search: Readonly<Record<string, string | undefined>>): LogFilter {
  return Object.fromEntries(FILTER_NAMES.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])));
}

interface FilterWords {
  readonly name: FilterName;
  readonly text: string;
}

/** What a filter says, in words, for chips and names of views. */
export function filterWords(filter: LogFilter): readonly FilterWords[] {
  return FILTER_NAMES.flatMap((name): readonly FilterWords[] => {
    const value = filter[name];
    if (value === undefined || name === "bodies") return [];
    if (name === "text") return [{ name, text: `${filter.bodies === "true" ? "anywhere" : "in columns"}: ${value}` }];
    const field: FilterField | undefined = FILTER_FIELDS.find((one) => one.name === name);
    const choice = field?.choices?.find((one) => one.value === value);
    return [{ name, text: `${field?.label ?? name}: ${choice?.label ?? value}` }];
  });
}
