import { OperatorError } from "./errors.ts";
import { mapChildren, parsePolicy, type Policy } from "./policy.ts";

/** A version of a config, as far as pinning looks at it. */
interface PinnedConfig {
  readonly name: string;
  readonly version: number;
  readonly policy: unknown;
}

export interface Pinning {
  /** The config's own name, which no reference may lead back to. */
  readonly name: string;
  /** The version in force before, whose splits keep their dice; null for a new name. */
  readonly previous: Policy | null;
  readonly find: (name: string, version: number | undefined) => PinnedConfig | null;
  /** A salt for a split that has none. */
  readonly newSalt: () => string;
}

/**
 * The policy as it may be stored: every reference to a config names its version, every split has the salt of its dice.
 * Throws `config_unknown` and `config_cycle` with the field.
 */
export function pinPolicy(policy: Policy, pinning: Pinning): Policy {
  const salts = new Map<string, string>();
  if (pinning.previous !== null) collectSalts(pinning.previous, "", salts);
  const pin = (part: Policy, place: string): Policy => {
    const inner = mapChildren(part, (child, key) => pin(child, place === "" ? key : `${place}.${key}`));
    if (inner.strategy === "config") return pinReference(inner, place, pinning);
    if (inner.strategy !== "ab_test" || inner["salt"] !== undefined) return inner;
    return { ...inner, salt: salts.get(armsOf(inner)) ?? salts.get(`at ${place}`) ?? pinning.newSalt() };
  };
  return pin(policy, "");
}

function pinReference(reference: Policy, place: string, pinning: Pinning): Policy {
  const name = String(reference["name"]);
  const found = checkTrail(name, reference["version"] as number | undefined, [pinning.name], place, pinning);
  return { ...reference, version: found.version };
}

/** Follows a reference to its end. @param trail names that led here */
function checkTrail(
  name: string,
  version: number | undefined,
  trail: readonly string[],
  place: string,
  pinning: Pinning,
): PinnedConfig {
  const field = place === "" ? "name" : `${place}.name`;
  if (trail.includes(name)) {
    const circle = [...trail.slice(trail.indexOf(name)), name].join(" -> ");
    throw new OperatorError("config_cycle", `configs refer to each other in a circle: ${circle}`, { field });
  }
  const found = pinning.find(name, version);
  if (found === null) {
    throw new OperatorError(
      "config_unknown",
      `there is no config ${version === undefined ? name : `${name}@${version}`}`,
      { field },
    );
  }
  const visit = (part: Policy): Policy => {
    if (part.strategy === "config") {
      checkTrail(String(part["name"]), part["version"] as number | undefined, [...trail, name], place, pinning);
    }
    return mapChildren(part, visit);
  };
  visit(parsePolicy(found.policy, `config ${found.name}@${found.version}`));
  return found;
}

/** A split is known again by its arms, or by its place where an arm was renamed. */
function collectSalts(policy: Policy, place: string, salts: Map<string, string>): void {
  const salt = policy["salt"];
  if (policy.strategy === "ab_test" && typeof salt === "string") {
    salts.set(armsOf(policy), salt);
    salts.set(`at ${place}`, salt);
  }
  mapChildren(policy, (child, key) => {
    collectSalts(child, place === "" ? key : `${place}.${key}`, salts);
    return child;
  });
}

function armsOf(split: Policy): string {
  const arms = split["split"] as readonly { readonly name: string }[];
  return `of ${JSON.stringify(arms.map((arm) => arm.name))}`;
}
