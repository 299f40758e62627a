import type { World } from "../../core/compile.ts";
import { compilePolicy, type CompiledPolicy } from "../../core/compile.ts";
import { OperatorError } from "../../core/errors.ts";
import { parsePolicy } from "../../core/policy.ts";
import type { Assembly } from "../../dialects/dialect.ts";
import type { Control } from "../../store/control.ts";
import type { StoredEndpoint, StoredKey, StoredProject } from "../../store/gateway-control.ts";
import type { CompiledGuardrails } from "./guardrails.ts";

/** An endpoint version made ready to serve. */
export interface LoadedEndpoint {
  readonly stored: StoredEndpoint;
  /** `name@version`. */
  readonly label: string;
  readonly assembly: Assembly;
  readonly guardrails: CompiledGuardrails;
}

/** The policy in force for a request, and where it comes from. */
export interface ServingPolicy {
  readonly compiled: CompiledPolicy;
  /** `name@version` of a stored config; null for an endpoint's own policy and for the default. */
  readonly config: string | null;
  readonly name: string;
  readonly attachment: string;
}

export type KeyRefusal = "unknown" | "revoked" | "expired";

/** Control data as the hot path needs it: read once, kept until something changes. */
export interface GatewayState {
  key(raw: string, now: number): StoredKey | KeyRefusal;
  project(name: string): StoredProject | null;
  endpoint(project: string, name: string): LoadedEndpoint | null;
  /** Throws the OperatorErrors of compiling: a model nobody serves, a config that is gone. */
  policy(project: string, endpoint: LoadedEndpoint | null, model: string): ServingPolicy;
}

export interface StateParts {
  readonly control: Control;
  readonly world: World;
  readonly guardrails: (endpoint: StoredEndpoint) => CompiledGuardrails;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

/** Models asked for by name that are kept compiled; clients can make names up. */
const MOST_DEFAULTS = 1_000;
const MOST_KEYS = 10_000;

function readState({ control, world, guardrails, hash }: StateParts): GatewayState {
  const keys = new Map(control.keys().map((key) => [key.hash, key]));
  const seen = new Map<string, StoredKey | null>();
  const projects = new Map(control.projects().map((project) => [project.name, project]));
  const attachments = new Map(control.attachments().map((one) => [`${one.scope} ${one.scope_id}`, one]));
  const endpoints = new Map<string, LoadedEndpoint | null>();
  const policies = new Map<string, ServingPolicy>();

  function attached(scope: "project" | "endpoint", id: string): ServingPolicy | null {
    const found = attachments.get(`${scope} ${id}`);
    if (found === undefined || found.config === null) return null;
    const attachment = `${scope}:${id}`;
    const known = policies.get(attachment);
    if (known !== undefined) return known;
    const stored = control.config(found.config, found.version ?? undefined);
    const label = `${found.config}@${stored?.version ?? found.version}`;
    if (stored === null)
      throw new OperatorError("config_unknown", `${attachment} is attached to ${label}, which is not there`);
    const compiled = compilePolicy(parsePolicy(stored.policy, `config ${label}`), world);
    const serving = { compiled, config: label, name: stored.name, attachment };
    policies.set(attachment, serving);
    return serving;
  }

  function ownPolicy(endpoint: LoadedEndpoint): ServingPolicy | null {
    const { policy } = endpoint.stored.definition;
    if (policy === undefined) return null;
    const key = `own ${endpoint.stored.project}/${endpoint.label}`;
    const known = policies.get(key);
    if (known !== undefined) return known;
    const written = typeof policy === "string" ? { strategy: "single", model: policy } : policy;
    const compiled = compilePolicy(parsePolicy(written, `endpoint ${endpoint.label}`), world);
    const attachment = `endpoint:${endpoint.stored.project}/${endpoint.stored.name}`;
    const serving = { compiled, config: null, name: endpoint.label, attachment };
    policies.set(key, serving);
    return serving;
  }

  const defaults = new Map<string, ServingPolicy>();
  function byModel(model: string): ServingPolicy {
    const known = defaults.get(model);
    if (known !== undefined) return known;
    const compiled = compilePolicy(parsePolicy({ strategy: "single", model }), world);
    const serving = { compiled, config: null, name: "default", attachment: "default" };
    if (defaults.size >= MOST_DEFAULTS) defaults.clear();
    defaults.set(model, serving);
    return serving;
  }

  return {
    key(raw, now) {
      let found = seen.get(raw);
      if (found === undefined) {
        found = keys.get(hash(raw)) ?? null;
        if (seen.size >= MOST_KEYS) seen.clear();
        seen.set(raw, found);
      }
      if (found === null) return "unknown";
      if (found.revoked_at !== null) return "revoked";
      return found.expires_at !== null && found.expires_at <= now ? "expired" : found;
    },
    project: (name) => projects.get(name) ?? null,
    endpoint(project, name) {
      const id = `${project}/${name}`;
      let known = endpoints.get(id);
      if (known === undefined) {
        const stored = control.endpoint(project, name);
        known = stored === null ? null : loadedEndpoint(stored, guardrails(stored));
        endpoints.set(id, known);
      }
      return known;
    },
    policy(project, endpoint, model) {
      if (endpoint !== null) {
        const { name } = endpoint.stored;
        const serving = attached("endpoint", `${project}/${name}`) ?? ownPolicy(endpoint);
        if (serving !== null) return serving;
      }
      const serving = attached("project", project);
      if (serving !== null) return serving;
      if (endpoint !== null && model === `endpoint/${endpoint.stored.name}`) throw namesNoModel(endpoint.stored.name);
      return byModel(model);
    },
  };
}

/** Nothing says what serves: neither the endpoint, nor an attachment, nor the client. */
function namesNoModel(name: string): OperatorError {
  return new OperatorError(
    "target_unknown",
    `endpoint ${name} has no policy and no config, and the request names no model`,
    {
      hint: `Ask for a model at /e/${name}/v1/..., or give the endpoint one: \`understudy endpoints set ${name} --policy MODEL:PROVIDER\`.`,
    },
  );
}

/** An endpoint version, ready to serve. */
export function loadedEndpoint(stored: StoredEndpoint, guardrails: CompiledGuardrails): LoadedEndpoint {
  const { system_prompt, response_schema, defaults } = stored.definition;
  return {
    stored,
    label: `${stored.name}@${stored.version}`,
    assembly: {
      system_prompt: system_prompt ?? null,
      response_schema: response_schema ?? null,
      defaults: defaults ?? {},
    },
    guardrails,
  };
}

/** How old the look at `control.revision()` may be, ms: a change made by another process is in force after that. */
const LOOK_EVERY_MS = 500;

/** The state in force. */
export interface StateInForce {
  (): GatewayState;
  /** Somebody in this process has changed something: the next request is served by it. */
  lookAgain(): void;
}

/** The state in force, read anew when control data has changed. */
export function gatewayState(parts: StateParts, now: () => number): StateInForce {
  let state = readState(parts);
  let revision = parts.control.revision();
  let looked = Number.NEGATIVE_INFINITY;
  const current = (): GatewayState => {
    const at = now();
    if (at - looked >= LOOK_EVERY_MS) {
      looked = at;
      const latest = parts.control.revision();
      if (latest !== revision) {
        revision = latest;
        state = readState(parts);
      }
    }
    return state;
  };
  return Object.assign(current, { lookAgain: () => void (looked = Number.NEGATIVE_INFINITY) });
}
