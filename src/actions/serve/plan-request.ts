import { requestAsk } from "../../core/ask.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Facts } from "../../core/facts.ts";
import type { Plan, PlanNode } from "../../core/plan.ts";
import type { LiveFeatures } from "./features.ts";
import type { GatewayState, LoadedEndpoint, ServingPolicy } from "./gateway-state.ts";
import { badRequest, type Refusal } from "./refusal.ts";

export interface Planned {
  readonly plan: Plan;
  readonly policy: ServingPolicy;
  readonly facts: Facts;
}

export interface ToPlan {
  readonly endpoint: LoadedEndpoint | null;
  readonly features: LiveFeatures;
  readonly facts: Facts;
  /** A policy that decides instead of the one in force. */
  readonly instead: ServingPolicy | undefined;
}

/** Decides for one request with the planner that replays decide with. */
export function planRequest(state: GatewayState, { endpoint, features, facts, instead }: ToPlan): Planned | Refusal {
  try {
    const policy = instead ?? state.policy(features.project, endpoint, features.model);
    return { plan: policy.compiled.plan(requestAsk(features, facts)), policy, facts };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    if (error.code === "target_unknown" || error.code === "target_ambiguous") {
      return badRequest("model_not_found", `${sentence(error.message)} ${error.hint}`, "model", 404);
    }
    return badRequest("policy_unusable", `${sentence(error.message)} ${error.hint}`, null, 503);
  }
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** Whether somebody has to see whole answers before the client sees anything: a cascade's accept, an ensemble's vote. */
export function comparesAnswers(node: PlanNode): boolean {
  if (node.node === "attempt" || node.node === "refuse") return false;
  return node.node !== "fallback" || node.children.some(comparesAnswers);
}
