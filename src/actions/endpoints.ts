import { endpointSchema, type EndpointDefinition } from "../core/endpoint.ts";
import { OperatorError } from "../core/errors.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import { parsePolicy, type Policy } from "../core/policy.ts";
import type { GuardrailDefinition } from "../guardrails/guardrail.ts";
import type { Control } from "../store/control.ts";
import type { StoredEndpoint } from "../store/gateway-control.ts";
import { audit, type ControlParts } from "./audited.ts";
import { checkName } from "./checked-name.ts";
import { checkConditions } from "./configs.ts";
import { pinPolicy } from "../core/pin-policy.ts";
import { checkProject } from "./projects.ts";
import { compileGuardrails } from "./serve/guardrails.ts";

export interface EndpointParts extends ControlParts {
  readonly guardrails: readonly GuardrailDefinition[];
  /** The salt of a split's dice that has none. */
  readonly newSalt: () => string;
}

export interface NewEndpoint {
  readonly project: string;
  readonly name: string;
  /** Held against `endpointSchema`. */
  readonly definition: unknown;
  readonly note: string | null;
  /** Where the definition was read from, for error messages. */
  readonly file?: string;
}

/** The stored version; `added` is false where the newest one says the same already. */
export interface SetEndpoint {
  readonly endpoint: StoredEndpoint;
  readonly added: boolean;
}

/**
 * Stores a definition as the next version of an endpoint, which is in force from then on. Throws `endpoint_invalid`, `project_unknown` and
 * what a policy throws. @param checkServed throws where the gateway at hand does not serve a policy
 */
export function setEndpoint(
  parts: EndpointParts,
  asked: NewEndpoint,
  checkServed: (policy: unknown) => void = () => {},
): SetEndpoint {
  const { control } = parts;
  const { project, name, file } = asked;
  checkName(name, "endpoint");
  checkProject(control, project);
  const before = control.endpoint(project, name);
  const definition = inFile(file, () => checkedDefinition(parts, asked.definition, before, checkServed));
  if (before !== null && JSON.stringify(before.definition) === JSON.stringify(definition))
    return { endpoint: before, added: false };
  const [action, details] =
    before === null
      ? ["endpoint.create", {}]
      : ["endpoint.update", { changed: changedParts(before.definition, definition) }];
  return { endpoint: add(parts, asked, definition, action, details), added: true };
}

/** Names of the parts that differ: what they say may be a secret of its own, and is in the versions. */
function changedParts(before: EndpointDefinition, after: EndpointDefinition): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof EndpointDefinition>;
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** `NAME` or `NAME@VERSION` of a project. Throws `endpoint_unknown`. */
export function showEndpoint(control: Control, project: string, reference: string): StoredEndpoint {
  const [, name = reference, version] = /^(.*?)(?:@(\d+))?$/su.exec(reference) ?? [];
  const found = control.endpoint(project, name, version === undefined ? undefined : Number(version));
  if (found !== null) return found;
  const newest = version === undefined ? null : control.endpoint(project, name);
  const hint = newest === null ? {} : { hint: `The newest version is ${newest.name}@${newest.version}.` };
  throw new OperatorError("endpoint_unknown", `project ${project} has no endpoint ${JSON.stringify(reference)}`, hint);
}

/** Every version, newest first. Throws `endpoint_unknown`. */
export function endpointVersions(control: Control, project: string, name: string): readonly StoredEndpoint[] {
  const { version } = showEndpoint(control, project, name);
  return Array.from({ length: version }, (_, back) => control.endpoint(project, name, version - back)).filter(
    (one) => one !== null,
  );
}

/**
 * Makes an older version's definition the newest version. Throws `endpoint_unknown`.
 * @param to null = the version before the one in force @param why for the audit log
 */
export function rollbackEndpoint(
  parts: ControlParts,
  asked: { readonly project: string; readonly name: string; readonly to: number | null; readonly why?: object },
): StoredEndpoint {
  const { project, name, to, why = {} } = asked;
  const current = showEndpoint(parts.control, project, name);
  if (to === null && current.version === 1)
    throw new OperatorError("endpoint_unknown", `${name}@1 is the first version: there is none before it`, {
      hint: `Change it with \`understudy endpoints set ${name}\`.`,
    });
  const older = showEndpoint(parts.control, project, `${name}@${to ?? current.version - 1}`);
  const note = `as ${older.name}@${older.version}`;
  return add(parts, { project, name, note }, older.definition, "endpoint.rollback", { to: older.version, ...why });
}

function add(
  parts: ControlParts,
  { project, name, note }: Pick<NewEndpoint, "project" | "name" | "note">,
  definition: EndpointDefinition,
  action: string,
  details: object = {},
): StoredEndpoint {
  const added = parts.control.addEndpoint({ project, name, definition, created_at: parts.now(), note });
  audit(parts, action, { project, endpoint: name, version: added.version, ...details });
  return added;
}

function checkedDefinition(
  parts: EndpointParts,
  definition: unknown,
  before: StoredEndpoint | null,
  checkServed: (policy: unknown) => void,
): EndpointDefinition {
  const parsed = endpointSchema.safeParse(definition);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue === undefined ? "" : fieldText(issue.path);
    const message = issue === undefined ? "not understood" : issueText(issue);
    throw new OperatorError("endpoint_invalid", message, field === "" ? {} : { field });
  }
  compileGuardrails({ definition: parsed.data }, parts.guardrails);
  const { policy } = parsed.data;
  return policy === undefined ? parsed.data : { ...parsed.data, policy: pinned(parts, policy, before, checkServed) };
}

/** The endpoint's own policy, its references and dice pinned; a bare target stays one. */
function pinned(
  { control, newSalt }: EndpointParts,
  policy: unknown,
  before: StoredEndpoint | null,
  checkServed: (policy: unknown) => void,
): unknown {
  try {
    const written = parsePolicy(policy);
    const previous = before?.definition.policy;
    const made = pinPolicy(written, {
      name: "",
      previous: previous === undefined ? null : parsePolicy(previous),
      find: (name, version) => control.config(name, version),
      newSalt,
    });
    checkConditions(made satisfies Policy, control);
    checkServed(made);
    return typeof policy === "string" ? policy : made;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const field = error.place.field === undefined ? "policy" : `policy.${error.place.field}`;
    throw new OperatorError(error.code, error.message, { ...error.place, field, hint: error.hint });
  }
}

function inFile<T>(file: string | undefined, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OperatorError && file !== undefined) throw error.at({ file });
    throw error;
  }
}
