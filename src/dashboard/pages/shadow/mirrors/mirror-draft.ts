import type { NewMirror } from "../../../api/mirrors.ts";

/** A mirror as it is typed. */
export interface MirrorDraft {
  readonly project: string;
  readonly endpoint: string;
  readonly policy: string;
  /** Percent of the requests. */
  readonly share: string;
  readonly max_usd_per_day: string;
  readonly timeout_s: string;
  readonly concurrency: string;
}

export const EMPTY_DRAFT: MirrorDraft = {
  project: "default",
  endpoint: "",
  policy: "",
  share: "5",
  max_usd_per_day: "5",
  timeout_s: "30",
  concurrency: "4",
};

export type DraftMistakes = { readonly [name in keyof MirrorDraft]?: string };

function number(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.trim().replace(/%$/u, ""));
}

/** What is wrong with a draft, by field; nothing = it can be sent. What only the gateway knows, it says. */
export function mistakesOf(draft: MirrorDraft): DraftMistakes {
  const share = number(draft.share);
  const cap = number(draft.max_usd_per_day);
  const seconds = number(draft.timeout_s);
  const calls = number(draft.concurrency);
  return {
    ...(draft.project.trim() === "" ? { project: "A mirror is of a project." } : {}),
    ...(draft.policy.trim() === "" ? { policy: "Say whom to ask." } : {}),
    ...(share > 0 && share <= 100 ? {} : { share: "Above 0 and 100 at most." }),
    ...(cap > 0 && Number.isFinite(cap) ? {} : { max_usd_per_day: "USD above 0." }),
    ...(seconds >= 0.1 && seconds <= 600 ? {} : { timeout_s: "0.1 to 600 seconds." }),
    ...(Number.isInteger(calls) && calls >= 1 && calls <= 64 ? {} : { concurrency: "A whole number, 1 to 64." }),
  };
}

/** A draft without mistakes, as the API takes it. */
export function bodyOf(draft: MirrorDraft): NewMirror {
  const endpoint = draft.endpoint.trim();
  return {
    project: draft.project.trim(),
    endpoint: endpoint === "" ? null : endpoint,
    policy: draft.policy.trim(),
    share: Number((number(draft.share) / 100).toPrecision(12)),
    max_usd_per_day: number(draft.max_usd_per_day),
    timeout_ms: Math.round(number(draft.timeout_s) * 1000),
    concurrency: number(draft.concurrency),
  };
}

/** The field of the form that a field of the API stands in. */
export function draftField(field: string | null): keyof MirrorDraft | null {
  if (field === null) return null;
  const [name = ""] = field.split(".");
  if (name === "timeout_ms") return "timeout_s";
  return name in EMPTY_DRAFT ? (name as keyof MirrorDraft) : null;
}
