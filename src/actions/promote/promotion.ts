import { OperatorError } from "../../core/errors.ts";
import type { Policy } from "../../core/policy.ts";
import type { Store } from "../../store/control.ts";
import type { JsonChange } from "../compare-json.ts";
import type { EndpointParts } from "../endpoints.ts";
import type { InForce } from "./in-force.ts";
import type { AskedShare } from "./next-policy.ts";
import type { Promised } from "./promised.ts";
import type { ShownWatch } from "./watch/list-watches.ts";
import type { AskedWatch } from "./watch/start-watch.ts";

export interface PromoteRequest extends AskedShare {
  readonly experiment: string;
  /** Null = the only scope in the experiment's window. */
  readonly to: string | null;
  /** Name of the config; null = that of what is attached, else the experiment's id. */
  readonly as: string | null;
  /** The other arm where nothing is attached; null = the only model that the window's requests name. */
  readonly control: Policy | null;
  readonly force: boolean;
  /** What was seen to serve (`NAME@VERSION`, null = no config): refused where another does by now; undefined = whatever serves. */
  readonly replaces?: string | null | undefined;
  readonly dryRun: boolean;
  /** Null = nothing is watched, unless what is watched already goes on. */
  readonly watch: AskedWatch | null;
}

export interface PromoteParts extends EndpointParts {
  readonly store: Store;
  /** Throws where the gateway at hand cannot serve a policy; null = none runs that could tell. */
  readonly checkServed: ((policy: unknown) => void) | null;
}

/** Throws `promote_refused` where something else serves than whoever promotes has seen. */
export function checkReplaced({ replaces }: Pick<PromoteRequest, "replaces">, serves: string | null): void {
  if (replaces === undefined || replaces === serves) return;
  const now = serves ?? "no config";
  throw new OperatorError("promote_refused", `${now} serves by now, and not ${replaces ?? "no config"}`, {
    field: "replaces",
    hint: "Look again at what would change.",
  });
}

/** What a promotion changes, or (`dry_run`) would change. */
export interface Promotion {
  readonly experiment: string;
  /** Whether a config is attached, or an endpoint gets a version. */
  readonly kind: "policy" | "endpoint";
  readonly scope: string;
  /** Null where the candidate serves alone. */
  readonly arm: string | null;
  readonly percent: number;
  /** What serves until then; of an endpoint, `config` is its version and `policy` its whole definition. */
  readonly before: Pick<InForce, "from" | "config"> & { readonly policy: unknown };
  /** `config` is `NAME@VERSION`, or the name alone where it is not stored. */
  readonly after: { readonly config: string; readonly policy: unknown };
  readonly diff: readonly JsonChange[];
  readonly promised: Promised | null;
  readonly warnings: readonly string[];
  readonly dry_run: boolean;
  /** False where it serves so already. */
  readonly changed: boolean;
  /** `prm_...`; null where nothing was changed. */
  readonly promotion: string | null;
  /** Null where none was begun. */
  readonly watch: ShownWatch | null;
}
