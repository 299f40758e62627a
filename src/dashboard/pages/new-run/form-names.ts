/** Filters that take a text, as the API names them. */
export const FILTERS = [
  { name: "model", label: "Model or target", placeholder: "gpt-4o-mini" },
  { name: "user", label: "End user", placeholder: "" },
  { name: "tag", label: "Tag", placeholder: "support" },
  { name: "project", label: "Project", placeholder: "default" },
  { name: "endpoint", label: "Endpoint", placeholder: "" },
  { name: "provider", label: "Provider", placeholder: "openai" },
  { name: "feature", label: "Feature", placeholder: "" },
  { name: "api_key", label: "API key", placeholder: "its name or first characters" },
  { name: "strategy", label: "Strategy of the log", placeholder: "" },
  { name: "metadata", label: "Metadata", placeholder: "KEY=VALUE" },
] as const;

/** What of a run stands in the address. `by` says where the candidate comes from, `policy` and `draft` are what is written, `view` how that is looked at. */
export const FORM_NAMES = [
  "window",
  "newest",
  "from",
  "to",
  ...FILTERS.map(({ name }) => name),
  "by",
  "config",
  "candidate_endpoint",
  "policy",
  "draft",
  "view",
  "mode",
  "sample",
  "cap",
  "control",
  "embeddings",
  "judge",
  "criterion",
  "protocol",
] as const;

export type FormName = (typeof FORM_NAMES)[number];

/** The form as it is filled in: what is not there is as it is by default. */
export type RunForm = { readonly [name in FormName]?: string };

/** Changes of the form; undefined takes a field back to its default. */
export type ChangeForm = (changes: { readonly [name in FormName]?: string | undefined }) => void;
