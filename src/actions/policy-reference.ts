import { existsSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";
import { parsePolicy, type Policy } from "../core/policy.ts";
import type { Control } from "../store/control.ts";
import { showConfig } from "./configs.ts";
import { readPolicyFile } from "./policy-file.ts";

/** A policy somebody named. */
export interface NamedPolicy {
  readonly policy: Policy;
  readonly name: string;
  readonly version: number | null;
  /** Where it was read from, for error messages. */
  readonly file: string | null;
}

const SHORTHAND = /^single:(.+)$/su;

/** A policy by file, config name, or `single:MODEL:PROVIDER`. Throws what reading one throws, and `config_unknown`. */
export function namedPolicy(reference: string, control: Control): NamedPolicy {
  const short = SHORTHAND.exec(reference);
  if (short !== null) {
    return { policy: parsePolicy({ strategy: "single", model: short[1] }), name: reference, version: null, file: null };
  }
  if (existsSync(reference) || /[/\\]|\.json$/u.test(reference)) {
    return { policy: readPolicyFile(reference), name: reference, version: null, file: reference };
  }
  try {
    const config = showConfig(control, reference);
    return {
      policy: parsePolicy(config.policy, `config ${config.name}`),
      name: config.name,
      version: config.version,
      file: null,
    };
  } catch (error) {
    if (!(error instanceof OperatorError) || error.code !== "config_unknown") throw error;
    throw new OperatorError("config_unknown", `${JSON.stringify(reference)} is neither a file nor a config`, {
      field: "--policy",
      hint: "Give a policy file, the name of a config (`understudy configs`), or single:MODEL:PROVIDER.",
    });
  }
}
