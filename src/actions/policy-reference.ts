import { existsSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";
import { parseJson } from "../core/json.ts";
import { parsePolicy, type Policy } from "../core/policy.ts";
import type { Control } from "../store/control.ts";
import { showConfig } from "./configs.ts";
import { isDocumentName } from "./document-file.ts";
import { POLICY_HINT, readPolicyFile } from "./policy-file.ts";

/** A policy somebody named. */
export interface NamedPolicy {
  readonly policy: Policy;
  readonly name: string;
  readonly version: number | null;
  /** Where it was read from, for error messages. */
  readonly file: string | null;
  /** Where it stands in that file, where the file holds several. */
  readonly inside?: string;
}

/** Who a policy is and where it stands. */
export type PolicyPlace = Omit<NamedPolicy, "policy">;

const SHORTHAND = /^single:(.+)$/su;

/** Runs work on a policy; of a mistake found in it, says which file, config or flag it stands in. */
export function inPolicy<T>({ file, inside, name, version }: PolicyPlace, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { field } = error.place;
    if (file !== null) {
      const whole = [inside, field].filter((part) => part !== undefined).join(".");
      const place =
        error.place.file === undefined
          ? { ...error.place, file, ...(whole === "" ? {} : { field: whole }) }
          : error.place;
      throw new OperatorError(error.code, error.message, { ...place, hint: error.hint });
    }
    const holder = version === null ? "--policy" : `config ${name}@${version}`;
    // A shorthand has no fields.
    const place = field === undefined || SHORTHAND.test(name) ? holder : `${holder} ${field}`;
    throw new OperatorError(error.code, error.message, { ...error.place, field: place, hint: error.hint });
  }
}

function parsedInline(text: string): unknown {
  const value = parseJson(text);
  if (value !== undefined) return value;
  throw new OperatorError("not_json", "the policy is not JSON", { field: "--policy", hint: POLICY_HINT });
}

/** A policy by config name, or `single:MODEL:PROVIDER`. Throws `config_unknown`. */
export function namedConfig(reference: string, control: Control): NamedPolicy {
  const short = SHORTHAND.exec(reference);
  if (short !== null) {
    return { policy: parsePolicy({ strategy: "single", model: short[1] }), name: reference, version: null, file: null };
  }
  const config = showConfig(control, reference);
  const { name, version } = config;
  return { policy: parsePolicy(config.policy, `config ${name}@${version}`), name, version, file: null };
}

/** A policy by file, config name, as JSON, or `single:MODEL:PROVIDER`. Throws what reading one throws, and `config_unknown`. */
export function namedPolicy(reference: string, control: Control): NamedPolicy {
  if (reference.trimStart().startsWith("{")) {
    const policy = parsePolicy(parsedInline(reference));
    return { policy, name: policy.strategy, version: null, file: null };
  }
  if (SHORTHAND.test(reference)) return namedConfig(reference, control);
  if (existsSync(reference) || /[/\\]/u.test(reference) || isDocumentName(reference)) {
    return { policy: readPolicyFile(reference), name: reference, version: null, file: reference };
  }
  try {
    return namedConfig(reference, control);
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== "config_unknown") throw error;
    if (/@\d+$/u.test(reference) && control.config(reference.replace(/@\d+$/u, "")) !== null)
      throw error.at({ field: "--policy" });
    throw new OperatorError("config_unknown", `${JSON.stringify(reference)} is neither a file nor a config`, {
      field: "--policy",
      hint: "Give a policy file, the name of a config (`understudy configs`), or single:MODEL:PROVIDER.",
    });
  }
}
