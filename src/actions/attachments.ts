import { OperatorError } from "../core/errors.ts";
import type { Control } from "../store/control.ts";
import type { Scope, StoredAttachment } from "../store/gateway-control.ts";
import { audit, type ControlParts } from "./audited.ts";
import { showConfig } from "./configs.ts";
import { checkProject, DEFAULT_PROJECT } from "./projects.ts";

/** What a config can be attached to. */
export interface AttachmentScope {
  readonly scope: Scope;
  /** Project name, or `PROJECT/ENDPOINT`. */
  readonly scope_id: string;
}

/** An attachment, and what stood there before. */
export interface ChangedAttachment {
  readonly attachment: StoredAttachment;
  /** `NAME@VERSION`, or null where nothing was attached. */
  readonly before: string | null;
  /** False where it was so already. */
  readonly changed: boolean;
}

/** `NAME@VERSION` of what an attachment attaches; null where it attaches nothing. */
export function attachedConfig(attachment: Pick<StoredAttachment, "config" | "version"> | undefined): string | null {
  return attachment === undefined || attachment.config === null ? null : `${attachment.config}@${attachment.version}`;
}

/** `project:NAME`, `endpoint:PROJECT/NAME`, or `endpoint:NAME` where one project alone has it. Throws `scope_invalid`, `project_unknown`, `endpoint_unknown`. */
export function scopeOf(control: Control, text: string): AttachmentScope {
  const [, kind, id] = /^(project|endpoint):(.+)$/su.exec(text) ?? [];
  if (kind === undefined || id === undefined)
    throw new OperatorError("scope_invalid", `${JSON.stringify(text)} is neither a project nor an endpoint`);
  if (kind === "project") {
    checkProject(control, id);
    return { scope: "project", scope_id: id };
  }
  const slash = id.indexOf("/");
  const name = slash === -1 ? id : id.slice(slash + 1);
  const holders = control
    .endpoints()
    .filter((one) => one.name === name && (slash === -1 || one.project === id.slice(0, slash)))
    .map(({ project }) => project);
  const project = holders.length > 1 && holders.includes(DEFAULT_PROJECT) ? DEFAULT_PROJECT : holders[0];
  if (project === undefined) {
    const where = slash === -1 ? "" : ` in project ${id.slice(0, slash)}`;
    throw new OperatorError("endpoint_unknown", `there is no endpoint ${name}${where}`);
  }
  if (holders.length > 1 && project !== DEFAULT_PROJECT)
    throw new OperatorError("scope_invalid", `several projects have an endpoint ${name}`, {
      hint: `Name one: ${holders.map((holder) => `endpoint:${holder}/${name}`).join(", ")}.`,
    });
  return { scope: "endpoint", scope_id: `${project}/${name}` };
}

/**
 * Lets a config version serve a scope from now on; the newest version where none is named. Throws `config_unknown` and what `scopeOf`
 * throws. @param why for the audit log
 */
export function attachConfig(parts: ControlParts, to: string, reference: string, why: object = {}): ChangedAttachment {
  const { name, version } = showConfig(parts.control, reference);
  return attach(parts, scopeOf(parts.control, to), { config: name, version }, "config.attach", why);
}

/** Lets no config serve a scope any more. Throws `attachment_unknown` and what `scopeOf` throws. */
export function detachConfig(parts: ControlParts, from: string): ChangedAttachment {
  const scope = scopeOf(parts.control, from);
  if (attachedConfig(history(parts.control, scope)[0]) === null)
    throw new OperatorError("attachment_unknown", `nothing is attached to ${from}`);
  return attach(parts, scope, { config: null, version: null }, "config.detach");
}

/**
 * Restores what served a scope before its last change, be it nothing. Throws `attachment_unknown` and what `scopeOf` throws.
 * @param to what to restore instead @param why for the audit log
 */
export function rollbackAttachment(
  parts: ControlParts,
  of: string,
  { to, why = {} }: { readonly to?: Pick<StoredAttachment, "config" | "version">; readonly why?: object } = {},
): ChangedAttachment {
  const scope = scopeOf(parts.control, of);
  const [current, previous] = history(parts.control, scope);
  if (current === undefined) throw new OperatorError("attachment_unknown", `nothing was ever attached to ${of}`);
  const { config, version } = to ?? previous ?? { config: null, version: null };
  return attach(parts, scope, { config, version }, "config.rollback", why);
}

function history(control: Control, { scope, scope_id: id }: AttachmentScope): readonly StoredAttachment[] {
  return control.attachmentHistory(scope, id);
}

function attach(
  parts: ControlParts,
  scope: AttachmentScope,
  what: Pick<StoredAttachment, "config" | "version">,
  action: string,
  why: object = {},
): ChangedAttachment {
  const { control, now, actor } = parts;
  const current = history(control, scope)[0];
  const before = attachedConfig(current);
  if (current !== undefined && before === attachedConfig(what)) return { attachment: current, before, changed: false };
  const attachment = { ...scope, ...what, attached_at: now(), actor };
  control.attach(attachment);
  audit(parts, action, { scope: `${scope.scope}:${scope.scope_id}`, config: attachedConfig(what), before, ...why });
  return { attachment, before, changed: true };
}
