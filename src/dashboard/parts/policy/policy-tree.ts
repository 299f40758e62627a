import { percent } from "../../../core/figures/percent.ts";
import { isObject } from "../../../core/json.ts";
import { mapChildren, parsePolicy, strategyOf, type Policy } from "../../../core/policy.ts";

/** A policy as it is drawn: what it is, what it does, and where it goes on. */
export interface PolicyNode {
  /** Name of its strategy. */
  readonly strategy: string;
  /** What the strategy does, in words; the target alone where it is one. */
  readonly title: string;
  /** Its own settings, `name: value`. */
  readonly settings: readonly string[];
  /** The config it stands for, which has a page of its own. */
  readonly config: { readonly name: string; readonly version: number | null } | null;
  readonly branches: readonly PolicyBranch[];
}

export interface PolicyBranch {
  /** Path of the child in its parent. */
  readonly place: string;
  /** When or with what chance it is gone to. */
  readonly label: string;
  readonly node: PolicyNode;
}

/** The tree of a policy. Throws `policy_invalid`. */
export function policyTree(policy: unknown): PolicyNode {
  return nodeOf(parsePolicy(policy));
}

function nodeOf(policy: Policy): PolicyNode {
  const branches: PolicyBranch[] = [];
  mapChildren(policy, (child, place) => {
    branches.push({ place, label: labelOf(policy, place), node: nodeOf(child) });
    return child;
  });
  const holders = new Set(branches.map(({ place }) => place.split(/[.[]/u)[0]));
  const { strategy } = policy;
  const config = strategy === "config" ? { name: text(policy["name"]), version: numberOr(policy["version"]) } : null;
  const named = new Set([
    "strategy",
    ...(strategy === "single" ? ["model"] : []),
    ...(config === null ? [] : ["name", "version"]),
  ]);
  return {
    strategy,
    title: strategy === "single" ? text(policy["model"]) : (strategyOf(strategy)?.summary ?? strategy),
    settings: Object.entries(policy).flatMap(([name, value]) =>
      named.has(name) || holders.has(name) || value === undefined
        ? []
        : [`${name.replaceAll("_", " ")}: ${text(value)}`],
    ),
    config,
    branches,
  };
}

/** What leads to a child, read off the place where it stands. */
function labelOf(policy: Policy, place: string): string {
  const [, list, index] = /^(\w+)\[(\d+)\]/u.exec(place) ?? [];
  if (list === undefined || index === undefined) return place === "default" ? "otherwise" : place;
  const at = Number(index);
  const items = policy[list] as readonly unknown[];
  const item = items[at];
  if (list === "rules" && isObject(item))
    return `${typeof item["name"] === "string" ? `${item["name"]}: ` : ""}if ${text(item["when"])}`;
  if (list === "split" && isObject(item)) return `${text(item["name"])}, ${share(items, at)} of requests`;
  const weights = policy["weights"];
  if (list === "members") return Array.isArray(weights) ? `weight ${text(weights[at])}` : "asked at once";
  if (list === "steps") return at === 0 ? "first" : "if the answer before is not accepted";
  return at === 0 ? "first" : "then, where that one fails";
}

function share(arms: readonly unknown[], at: number): string {
  const weights = arms.map((arm) => (isObject(arm) ? (numberOr(arm["weight"]) ?? 0) : 0));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return percent(sum === 0 ? null : (weights[at] ?? 0) / sum);
}

function numberOr(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function text(value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
