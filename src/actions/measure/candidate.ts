import { compilePolicy, type CompiledPolicy } from "../../core/compile.ts";
import type { EndpointDefinition } from "../../core/endpoint.ts";
import { parsePolicy, type Policy } from "../../core/policy.ts";
import type { ExperimentCandidate, ExperimentPolicy } from "../../experiments/index.ts";
import type { Control } from "../../store/control.ts";
import { inPolicy, type NamedPolicy } from "../policy-reference.ts";
import type { LoadedEndpoint, ServingPolicy } from "../serve/gateway-state.ts";
import type { Spine } from "../serve/spine.ts";
import { pinCandidate } from "../simulate.ts";

/** An endpoint version to be measured: a stored one, or a draft that is not (version null). */
export interface EndpointCandidate {
  readonly kind: "endpoint";
  readonly project: string;
  readonly name: string;
  readonly version: number | null;
  readonly definition: EndpointDefinition;
}

/** What is held against the baseline, as it is asked for. */
export type CandidateAsked = { readonly kind: "policy"; readonly named: NamedPolicy } | EndpointCandidate;

/** The same as it is kept with a run, whole: references pinned, dice salted. */
export type StoredCandidate =
  | {
      readonly kind: "policy";
      /** The draft config that it is stored as. */
      readonly config: string;
      readonly policy: Policy;
      readonly name: string;
      readonly version: number | null;
    }
  | EndpointCandidate;

/** What the candidate is to be stored as. Throws what a policy throws. */
export function storedCandidate(
  asked: CandidateAsked,
  id: string,
  control: Control,
  seed: string | null,
): StoredCandidate {
  if (asked.kind === "endpoint") return asked;
  const { name, version } = asked.named;
  return { kind: "policy", config: `${id}_candidate`, policy: pinCandidate(asked.named, control, seed), name, version };
}

/** What stands in the way of a row, instead of what is in force. */
export interface CandidateServing {
  readonly policy: ServingPolicy | undefined;
  /** Undefined = the endpoint that the row was served by. */
  readonly endpoint: LoadedEndpoint | undefined;
  /** Every target it may call, where they are known before a row is looked at. */
  readonly compiled: CompiledPolicy | null;
}

/** Makes a candidate ready to serve. Throws what compiling throws: a target that nobody serves. */
export function candidateServing(
  candidate: StoredCandidate,
  id: string,
  spine: Pick<Spine, "world" | "load">,
  control: Pick<Control, "attachments">,
  place?: NamedPolicy,
): CandidateServing {
  if (candidate.kind === "policy") {
    const named = place ?? { ...candidate, file: null };
    const compiled = inPolicy(named, () => compilePolicy(candidate.policy, spine.world));
    const config = `${candidate.config}@1`;
    const serving = { compiled, config, name: candidate.config, attachment: `experiment:${id}` };
    return { policy: serving, endpoint: undefined, compiled };
  }
  const { project, name, version, definition } = candidate;
  const endpoint = spine.load({ project, name, version: version ?? 0, definition, created_at: 0, note: null });
  const scope = `${project}/${name}`;
  const attached = control.attachments().some((one) => one.scope_id === scope && one.config !== null);
  const { policy } = definition;
  // As in live traffic: what is attached to an endpoint beats the policy it brings.
  if (attached || policy === undefined) return { policy: undefined, endpoint, compiled: null };
  const written = typeof policy === "string" ? { strategy: "single", model: policy } : policy;
  const compiled = compilePolicy(parsePolicy(written, `endpoint ${endpoint.label}`), spine.world);
  const serving = { compiled, config: null, name: endpoint.label, attachment: `experiment:${id}` };
  return { policy: serving, endpoint, compiled };
}

/** How results name it. */
export function describedCandidate(candidate: StoredCandidate): {
  readonly asked: ExperimentCandidate;
  readonly policy: ExperimentPolicy;
} {
  const { kind, name, version } = candidate;
  const data = candidate.kind === "policy" ? candidate.policy : (candidate.definition.policy ?? null);
  const strategy =
    typeof data === "string" ? "single" : ((data as { readonly strategy?: string } | null)?.strategy ?? "as in force");
  return { asked: { kind, name, version }, policy: { name, version, strategy, data } };
}
