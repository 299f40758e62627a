import type { AskedExperiment, AskedFilter, AskedSimulation, AskedWindow } from "../../api/new-runs.ts";
import type { Policy } from "../../../core/policy.ts";
import { splitTarget } from "../../../core/target.ts";
import { FILTERS, type FormName, type RunForm } from "./form-names.ts";
import { endpointIn, policyIn } from "./candidate-text.ts";

/** The policy that a preview replays; null where there is none, or where it has mistakes. */
export function policyOf(form: RunForm): Policy | null {
  const kind = candidateKind(form);
  if (kind === "policy") return policyIn(form.policy ?? "").value ?? null;
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

/** How many rows at most; what the API takes by itself where nothing is said. */
export function sampleOf({ sample }: RunForm): { readonly sample?: number | "all" } {
  if (sample === undefined) return {};
  return { sample: sample === "all" ? "all" : Number(sample) };
}

type Candidate = Pick<AskedExperiment, "policy" | "candidate_endpoint" | "endpoint">;

/** The candidate, or what is to be done before there is one. */
function candidateOf(form: RunForm): Candidate | string {
  const kind = candidateKind(form);
  if (kind === "config") return form.config === undefined ? "Pick a config." : { policy: form.config };
  if (kind === "endpoint")
    return form.candidate_endpoint === undefined
      ? "Pick an endpoint."
      : { candidate_endpoint: form.candidate_endpoint };
  // Which mistakes a text has is said below it.
  const [policy, endpoint] =
    kind === "policy" ? [policyIn(form.policy ?? "").value] : [undefined, endpointIn(form.draft ?? "").value];
  if (policy !== undefined) return { policy };
  return endpoint === undefined ? "Write a candidate without mistakes." : { endpoint };
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
  if (typeof candidate === "string") found[CANDIDATE_FIELD[kind]] = candidate;
  if (sample !== undefined && sample !== "all" && !/^[1-9]\d{0,8}$/u.test(sample))
    found.sample = "Expected a number of rows above 0, or all.";
  if (metadata !== undefined && !/^[^=]+=/u.test(metadata)) found.metadata = "Expected KEY=VALUE.";
  if (window === "custom" && from === undefined && to === undefined) found.from = "Expected at least one end.";
  if (modeOf(form) === "routing_only") return found;
  if (cap === undefined || !(Number(cap) >= 0)) found.cap = "Expected the most that may be spent, in USD.";
  if (control !== undefined && control !== "none" && !(Number(control) > 0 && Number(control) <= PERCENT))
    found.control = "Expected a percentage above 0, or none.";
  for (const name of ["embeddings", "judge"] as const)
    if (form[name] !== undefined && splitTarget(form[name].trim()) === null) found[name] = "Expected MODEL:PROVIDER.";
  return found;
}

/** Nobody judges unless somebody is named. */
function judgeOf({ judge, criterion, protocol }: RunForm): Pick<AskedExperiment, "judge"> {
  if (judge === undefined) return {};
  const sentence = criterion?.trim() ?? "";
  return {
    judge: {
      judge: judge.trim(),
      protocol: protocol === "equivalence" ? protocol : "pairwise",
      ...(sentence === "" ? {} : { criterion: sentence }),
    },
  };
}

/** The body that starts a simulation; null where the form has mistakes. */
export function simulationOf(form: RunForm): AskedSimulation | null {
  const candidate = candidateOf(form);
  if (Object.keys(formMistakes(form)).length > 0 || typeof candidate === "string") return null;
  return { policy: candidate.policy, window: windowOf(form), filter: filterOf(form), ...sampleOf(form) };
}

/** The body that starts an experiment; null where the form has mistakes. */
export function experimentOf(form: RunForm): AskedExperiment | null {
  const candidate = candidateOf(form);
  if (Object.keys(formMistakes(form)).length > 0 || typeof candidate === "string") return null;
  const { control, cap, embeddings } = form;
  return {
    ...candidate,
    window: windowOf(form),
    filter: filterOf(form),
    ...sampleOf(form),
    max_spend_usd: Number(cap),
    ...(control === undefined ? {} : { control: control === "none" ? "none" : Number(control) }),
    ...(embeddings === undefined ? {} : { embeddings: embeddings.trim() }),
    ...judgeOf(form),
  };
}
