import type { AskedExperiment, AskedFilter, AskedSimulation, AskedWindow } from "../../api/new-runs.ts";
import type { Policy } from "../../../core/policy.ts";
import { FILTERS, type FormName, type RunForm } from "./form-names.ts";
import { endpointIn, policyIn, type Read } from "./candidate-text.ts";

/** The policy that a preview replays; null where there is none, or where it has mistakes. */
export function policyOf(form: RunForm): Policy | null {
  const kind = candidateKind(form);
  if (kind === "policy") {
    const found = policyIn(form.policy ?? "");
    return "value" in found ? found.value : null;
  }
  const [, name, version] = /^(.*)@(\d+)$/su.exec(form.config ?? "") ?? [];
  return kind === "config" && name !== undefined ? { strategy: "config", name, version: Number(version) } : null;
}

/** What is wrong with a form, by its field. */
export type FormMistakes = { readonly [name in FormName]?: string };

export const WINDOWS = ["7d", "14d", "30d", "custom"] as const;
const PERCENT = 100;

/** Where the candidate comes from. */
export type CandidateKind = "config" | "policy" | "endpoint" | "draft";

export function candidateKind({ by }: RunForm): CandidateKind {
  return by === "policy" || by === "endpoint" || by === "draft" ? by : "config";
}

/** Routing alone knows policies only: a prompt changes answers, not routes. */
export function modeOf(form: RunForm): "routing_only" | "with_responses" {
  const kind = candidateKind(form);
  return form.mode === "with_responses" || kind === "endpoint" || kind === "draft" ? "with_responses" : "routing_only";
}

export function windowOf({ window = "7d", newest, from, to }: RunForm): AskedWindow {
  if (window === "custom") return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const last = (WINDOWS as readonly string[]).includes(window) ? window : "7d";
  return newest === "true" ? { last, newest: true } : { last };
}

/** An endpoint is measured on its own traffic, unless another's is asked for. */
export function filterOf(form: RunForm): AskedFilter {
  const { metadata, ...texts } = Object.fromEntries(
    FILTERS.flatMap(({ name }) => (form[name] === undefined ? [] : [[name, form[name]]])),
  ) as { readonly [name in (typeof FILTERS)[number]["name"]]?: string };
  const [, name, value] = /^([^=]+)=(.*)$/su.exec(metadata ?? "") ?? [];
  const own = candidateKind(form) === "endpoint" ? form.candidate_endpoint?.split("@")[0] : undefined;
  return {
    ...(own === undefined ? {} : { endpoint: own }),
    ...texts,
    ...(name === undefined || value === undefined ? {} : { metadata: { [name]: value } }),
  };
}

function sampleOf({ sample }: RunForm): { readonly sample?: number | "all" } {
  if (sample === undefined) return {};
  return { sample: sample === "all" ? "all" : Number(sample) };
}

type Candidate = Pick<AskedExperiment, "policy" | "candidate_endpoint" | "endpoint">;

function candidateOf(form: RunForm): Read<Candidate> {
  const kind = candidateKind(form);
  if (kind === "config")
    return form.config === undefined
      ? { mistakes: [{ message: "Pick a config.", at: 0 }] }
      : { value: { policy: form.config } };
  if (kind === "endpoint")
    return form.candidate_endpoint === undefined
      ? { mistakes: [{ message: "Pick an endpoint.", at: 0 }] }
      : { value: { candidate_endpoint: form.candidate_endpoint } };
  if (kind === "policy") {
    const found = policyIn(form.policy ?? "");
    return "value" in found ? { value: { policy: found.value } } : found;
  }
  const found = endpointIn(form.draft ?? "");
  return "value" in found ? { value: { endpoint: found.value } } : found;
}

const CANDIDATE_FIELD = {
  config: "config",
  endpoint: "candidate_endpoint",
  policy: "policy",
  draft: "draft",
} as const satisfies Readonly<Record<CandidateKind, FormName>>;

/** What keeps the form from being sent; whether names are known is the gateway's to say. */
export function formMistakes(form: RunForm): FormMistakes {
  const found: { [name in FormName]?: string } = {};
  const candidate = candidateOf(form);
  const kind = candidateKind(form);
  const { sample, cap, control, metadata, window, from, to } = form;
  if ("mistakes" in candidate)
    found[CANDIDATE_FIELD[kind]] =
      kind === "policy" || kind === "draft"
        ? "Write a candidate without mistakes." // Which ones is said below its text.
        : (candidate.mistakes[0]?.message ?? "Pick a candidate.");
  if (sample !== undefined && sample !== "all" && !/^[1-9]\d{0,8}$/u.test(sample))
    found.sample = "Expected a number of rows above 0, or all.";
  if (metadata !== undefined && !/^[^=]+=/u.test(metadata)) found.metadata = "Expected KEY=VALUE.";
  if (window === "custom" && from === undefined && to === undefined) found.from = "Expected at least one end.";
  if (modeOf(form) === "routing_only") return found;
  if (cap === undefined || !(Number(cap) >= 0)) found.cap = "Expected the most that may be spent, in USD.";
  if (control !== undefined && control !== "none" && !(Number(control) > 0 && Number(control) <= PERCENT))
    found.control = "Expected a percentage above 0, or none.";
  return found;
}

/** The body that starts a simulation; null where the form has mistakes. */
export function simulationOf(form: RunForm): AskedSimulation | null {
  const candidate = candidateOf(form);
  if (Object.keys(formMistakes(form)).length > 0 || "mistakes" in candidate) return null;
  return { policy: candidate.value.policy, window: windowOf(form), filter: filterOf(form), ...sampleOf(form) };
}

/** The body that starts an experiment; null where the form has mistakes. */
export function experimentOf(form: RunForm): AskedExperiment | null {
  const candidate = candidateOf(form);
  if (Object.keys(formMistakes(form)).length > 0 || "mistakes" in candidate) return null;
  const { control, cap } = form;
  return {
    ...candidate.value,
    window: windowOf(form),
    filter: filterOf(form),
    ...sampleOf(form),
    max_spend_usd: Number(cap),
    ...(control === undefined ? {} : { control: control === "none" ? "none" : Number(control) }),
  };
}
