import { parsePolicy, type Policy } from "../../core/policy.ts";
import type { Control } from "../../store/control.ts";
import type { StoredAttachment } from "../../store/gateway-control.ts";
import { attachedConfig, type AttachmentScope } from "../attachments.ts";

/** The policy that serves a scope, and where it comes from. */
export interface InForce {
  /** `default`: nothing is attached anywhere, each request is served by the model it names. */
  readonly from: "attachment" | "endpoint" | "project" | "default";
  /** `NAME@VERSION`; null for an endpoint's own policy and for the default. */
  readonly config: string | null;
  readonly policy: Policy | null;
}

/** `project:NAME` or `endpoint:PROJECT/NAME`. */
export function scopeName({ scope, scope_id: id }: AttachmentScope): string {
  return `${scope}:${id}`;
}

/** What serves a scope now: its attachment, else an endpoint's own policy, else its project's attachment. */
export function inForce(control: Control, scope: AttachmentScope): InForce {
  return inForceWith(control, scope, control.attachmentHistory(scope.scope, scope.scope_id)[0]);
}

/** What would serve a scope if this were attached to it. */
export function inForceWith(
  control: Control,
  scope: AttachmentScope,
  attached: Pick<StoredAttachment, "config" | "version"> | undefined,
): InForce {
  const own = policyOf(control, attached);
  if (own !== null) return { from: "attachment", ...own };
  if (scope.scope === "endpoint") {
    const [project, name] = splitScope(scope);
    const endpoint = control.endpoint(project, name);
    const policy = endpoint?.definition.policy;
    if (policy !== undefined) return { from: "endpoint", config: null, policy: parsePolicy(policy) };
    const above = policyOf(control, control.attachmentHistory("project", project)[0]);
    if (above !== null) return { from: "project", ...above };
  }
  return { from: "default", config: null, policy: null };
}

/** Project and name of an endpoint's scope. */
export function splitScope({ scope_id: id }: AttachmentScope): readonly [string, string] {
  const slash = id.indexOf("/");
  return [id.slice(0, slash), id.slice(slash + 1)];
}

function policyOf(
  control: Control,
  attached: Pick<StoredAttachment, "config" | "version"> | undefined,
): { readonly config: string; readonly policy: Policy } | null {
  const config = attachedConfig(attached);
  if (attached === undefined || attached.config === null || config === null) return null;
  const stored = control.config(attached.config, attached.version ?? undefined);
  return stored === null ? null : { config, policy: parsePolicy(stored.policy, `config ${config}`) };
}
