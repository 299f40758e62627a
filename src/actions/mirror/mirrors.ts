import type { Contract } from "../../contracts/contract.ts";
import { OperatorError } from "../../core/errors.ts";
import { parsePolicy } from "../../core/policy.ts";
import type { StoredMirror } from "../../store/shadow.ts";
import { audit, type ControlParts } from "../audited.ts";
import { checkConditions } from "../configs.ts";
import { showEndpoint } from "../endpoints.ts";
import { pinPolicy } from "../../core/pin-policy.ts";
import { inPolicy, type NamedPolicy } from "../policy-reference.ts";
import { checkProject } from "../projects.ts";
import { candidateOf, mirroredScope } from "./names.ts";

/** What a mirror is asked to be. */
export interface NewMirror {
  readonly project: string;
  /** Null = all of the project's traffic. */
  readonly endpoint: string | null;
  readonly candidate: NamedPolicy;
  /** Above 0, 1 at most. */
  readonly share: number;
  readonly max_usd_per_day: number;
  readonly timeout_ms: number;
  readonly concurrency: number;
  /** Contracts that both answers are held against. */
  readonly pack: { readonly name: string; readonly hash: string; readonly contracts: readonly Contract[] } | null;
}

export const MIRROR_DEFAULTS = { timeout_ms: 30_000, concurrency: 4 } as const;
const MOST_TIMEOUT_MS = 600_000;
const LEAST_TIMEOUT_MS = 100;
const MOST_CONCURRENCY = 64;

export interface AddMirrorParts extends ControlParts {
  readonly newSalt: () => string;
  /** Throws where the gateway at hand does not serve a policy; null where there is none to ask. */
  readonly checkServed: ((policy: unknown) => void) | null;
}

/** Throws `mirror_invalid`, `project_unknown`, `endpoint_unknown`, and what a policy throws. */
export function addMirror(parts: AddMirrorParts, asked: NewMirror): StoredMirror {
  const { control, now, newId, newSalt, actor } = parts;
  const { project, endpoint, candidate, share, max_usd_per_day: cap, timeout_ms: timeout, concurrency, pack } = asked;
  checkProject(control, project);
  if (endpoint !== null) showEndpoint(control, project, endpoint);
  must(share > 0 && share <= 1, "share", `a share is above 0 and 1 at most, not ${share}`);
  must(cap > 0 && Number.isFinite(cap), "max_usd_per_day", `a cap is USD above 0, not ${cap}`);
  const inTime = Number.isInteger(timeout) && timeout >= LEAST_TIMEOUT_MS && timeout <= MOST_TIMEOUT_MS;
  must(inTime, "timeout_ms", `a timeout is ${LEAST_TIMEOUT_MS} to ${MOST_TIMEOUT_MS} ms, not ${timeout}`);
  const few = Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= MOST_CONCURRENCY;
  must(few, "concurrency", `1 to ${MOST_CONCURRENCY} requests at a time, not ${concurrency}`);
  const policy = inPolicy(candidate, () => pinned(parts, candidate));
  const mirror: StoredMirror = {
    id: `mir_${newId()}`,
    project,
    endpoint,
    policy,
    candidate: candidateOf(candidate),
    share,
    salt: newSalt(),
    max_usd_per_day: cap,
    timeout_ms: timeout,
    concurrency,
    contracts: pack?.contracts ?? [],
    pack: pack === null ? null : { name: pack.name, hash: pack.hash },
    state: "running",
    created_at: now(),
    actor,
  };
  control.shadows.putMirror(mirror);
  const { id } = mirror;
  audit(parts, "mirror.add", {
    id,
    scope: mirroredScope(mirror),
    candidate: mirror.candidate,
    share,
    max_usd_per_day: cap,
  });
  return mirror;
}

/** A config stands by its version, so that the mirror goes on asking the same candidate. */
function pinned(
  { control, newSalt, checkServed }: AddMirrorParts,
  { policy, name, version, file }: NamedPolicy,
): unknown {
  const reference =
    version === null || file !== null ? policy : parsePolicy({ strategy: "config", name: name, version });
  const whole = pinPolicy(reference, {
    name: "",
    previous: null,
    find: (other, wanted) => control.config(other, wanted),
    newSalt,
  });
  checkConditions(whole, control);
  checkServed?.(whole);
  return whole;
}

function must(holds: boolean, field: string, message: string): void {
  if (!holds) throw new OperatorError("mirror_invalid", message, { field });
}

/** Throws `mirror_unknown`. */
export function findMirror({ control }: Pick<ControlParts, "control">, id: string): StoredMirror {
  const mirror = control.shadows.mirror(id);
  if (mirror === null) throw new OperatorError("mirror_unknown", `there is no mirror ${JSON.stringify(id)}`);
  return mirror;
}

/** Nothing is lost: a mirror that is resumed goes on. Throws `mirror_unknown`. */
export function setMirrorState(parts: ControlParts, id: string, state: StoredMirror["state"]): StoredMirror {
  const mirror = findMirror(parts, id);
  if (mirror.state === state) return mirror;
  const changed = { ...mirror, state };
  parts.control.shadows.putMirror(changed);
  audit(parts, state === "paused" ? "mirror.pause" : "mirror.resume", {
    id,
    scope: mirroredScope(mirror),
    candidate: mirror.candidate,
  });
  return changed;
}

/** Its comparisons stay, and the run that goes on ends. Throws `mirror_unknown`. */
export function removeMirror(parts: ControlParts, id: string): StoredMirror {
  const mirror = findMirror(parts, id);
  const { shadows } = parts.control;
  shadows.removeMirror(id);
  const run = shadows.openShadowRun(id);
  if (run !== null) shadows.appendShadow(run.id, [], run.summary, parts.now());
  audit(parts, "mirror.remove", { id, scope: mirroredScope(mirror), candidate: mirror.candidate });
  return mirror;
}
