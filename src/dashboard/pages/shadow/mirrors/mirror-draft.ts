import type { NewMirror } from "../../../api/mirrors.ts";
import type { ReadPack } from "../../../api/packs.ts";
import { readPolicy } from "../../../parts/policy/policy-text.ts";

/** A mirror as it is typed. */
export interface MirrorDraft {
  readonly project: string;
  readonly endpoint: string;
  /** Which of the two: a name, or a policy that is written here. */
  readonly kind: "named" | "written";
  readonly policy: string;
  /** YAML or JSON. */
  readonly written: string;
  /** What the written one is called. */
  readonly name: string;
  /** Percent of the requests. */
  readonly share: string;
  readonly max_usd_per_day: string;
  readonly timeout_s: string;
  readonly concurrency: string;
}

export const EMPTY_DRAFT: MirrorDraft = {
  project: "default",
  endpoint: "",
  kind: "named",
  policy: "",
  written: "strategy: fallback_chain\ntargets:\n  - gpt-4o-mini:openai\n  - claude-haiku-4-5:anthropic\n",
  name: "",
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
    ...candidateMistake(draft),
    ...(share > 0 && share <= 100 ? {} : { share: "Above 0 and 100 at most." }),
    ...(cap > 0 && Number.isFinite(cap) ? {} : { max_usd_per_day: "USD above 0." }),
    ...(seconds >= 0.1 && seconds <= 600 ? {} : { timeout_s: "0.1 to 600 seconds." }),
    ...(Number.isInteger(calls) && calls >= 1 && calls <= 64 ? {} : { concurrency: "A whole number, 1 to 64." }),
  };
}

function candidateMistake({ kind, policy, written }: MirrorDraft): DraftMistakes {
  if (kind === "named") return policy.trim() === "" ? { policy: "Say whom to ask." } : {};
  return readPolicy(written).value === undefined ? { written: "This is no policy." } : {};
}

/** A draft without mistakes, as the API takes it. @param pack contracts, or null for none */
export function bodyOf(draft: MirrorDraft, pack: ReadPack | null): NewMirror {
  const endpoint = draft.endpoint.trim();
  const name = draft.name.trim();
  const named = draft.kind === "named";
  return {
    project: draft.project.trim(),
    endpoint: endpoint === "" ? null : endpoint,
    policy: named ? draft.policy.trim() : readPolicy(draft.written).value,
    name: named || name === "" ? null : name,
    share: Number((number(draft.share) / 100).toPrecision(12)),
    max_usd_per_day: number(draft.max_usd_per_day),
    timeout_ms: Math.round(number(draft.timeout_s) * 1000),
    concurrency: number(draft.concurrency),
    pack: pack === null ? null : { name: pack.name, hash: pack.hash, contracts: pack.contracts },
  };
}

/** The field of the form that a field of the API stands in. */
export function draftField(field: string | null, kind: MirrorDraft["kind"]): keyof MirrorDraft | null {
  if (field === null) return null;
  const [name = ""] = field.split(".");
  if (name === "timeout_ms") return "timeout_s";
  if (kind === "written" && !(name in EMPTY_DRAFT)) return name === "pack" ? null : "written";
  if (name === "policy" && kind === "written") return "written";
  return name in EMPTY_DRAFT ? (name as keyof MirrorDraft) : null;
}
