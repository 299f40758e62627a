import { compilePolicy } from "../core/compile.ts";
import { OperatorError } from "../core/errors.ts";
import { UNKNOWN_CAPABILITIES } from "../core/facts.ts";
import { parsePolicy, type Policy } from "../core/policy.ts";
import type { Control, StoredConfig } from "../store/control.ts";
import { audit, type ControlParts } from "./audited.ts";
import { checkName } from "./checked-name.ts";
import { pinPolicy } from "../core/pin-policy.ts";

export interface NewConfig {
  readonly name: string;
  /** Validated by `parsePolicy`. */
  readonly policy: Policy;
  /** Where the policy was read from, for error messages. */
  readonly file?: string;
  readonly note: string | null;
  /** ms since the epoch. */
  readonly created_at: number;
}

/** The stored version; `added` is false where the newest one says the same already. */
export interface AddedConfig {
  readonly config: StoredConfig;
  readonly added: boolean;
}

/** Stores a policy as the next version of a name, references and dice pinned. Throws `policy_invalid`, `condition_invalid`, `config_unknown`, `config_cycle`. */
function addConfig(control: Control, config: NewConfig, newSalt: () => string): AddedConfig {
  const { name, file, note, created_at } = config;
  checkName(name, "config");
  const before = control.config(name);
  const policy = inFile(file, () => {
    const pinned = pinPolicy(config.policy, {
      name,
      previous: before === null ? null : parsePolicy(before.policy),
      find: (other, version) => control.config(other, version),
      newSalt,
    });
    checkConditions(pinned, control);
    return pinned;
  });
  if (before !== null && JSON.stringify(before.policy) === JSON.stringify(policy))
    return { config: before, added: false };
  return { config: control.addConfig({ name, policy, note, created_at }), added: true };
}

/** The same, written down in the audit log. */
export function storeConfig(parts: ControlParts & { readonly newSalt: () => string }, config: NewConfig): AddedConfig {
  const stored = addConfig(parts.control, config, parts.newSalt);
  const { name, version } = stored.config;
  if (stored.added) audit(parts, "config.add", { config: name, version });
  return stored;
}

/** `NAME` or `NAME@VERSION`. Throws `config_unknown`. */
export function showConfig(control: Control, reference: string): StoredConfig {
  const [, name, version] = /^(.*?)(?:@(\d+))?$/su.exec(reference) ?? [];
  const found = control.config(name ?? reference, version === undefined ? undefined : Number(version));
  if (found !== null) return found;
  const newest = version === undefined ? null : control.config(name ?? reference);
  const hint = newest === null ? {} : { hint: `The newest version is ${newest.name}@${newest.version}.` };
  throw new OperatorError("config_unknown", `there is no config ${JSON.stringify(reference)}`, hint);
}

/** A ranking without `allow` chooses among what the log has seen: here, that is something. */
const ANY_TARGET = "any:target";

/** Conditions are only read when a policy is made ready; which targets exist is for the run to say, that knows the log. */
export function checkConditions(policy: Policy, control: Control): void {
  compilePolicy(policy, {
    resolve: (text) => text,
    known: [ANY_TARGET],
    capabilities: () => UNKNOWN_CAPABILITIES,
    config: (name, version) => control.config(name, version)?.policy ?? null,
  });
}

function inFile<T>(file: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OperatorError && file !== undefined) throw error.at({ file });
    throw error;
  }
}
