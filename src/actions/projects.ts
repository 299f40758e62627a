import * as z from "zod";
import { OperatorError } from "../core/errors.ts";
import { fieldText, issueText } from "../core/issue-text.ts";
import type { GuardrailDefinition } from "../guardrails/guardrail.ts";
import type { Control } from "../store/control.ts";
import { DEFAULT_RETENTION_DAYS } from "./retention.ts";
import type { StoredProject } from "../store/gateway-control.ts";
import { audit, type ControlParts } from "./audited.ts";
import { checkName } from "./checked-name.ts";
import { compileRule } from "./serve/guardrails.ts";

/** The project of whoever names none; it need not be made. */
export const DEFAULT_PROJECT = "default";

/** What can be set of a project; what is not given stays as it is. Unknown keys are errors. */
export const projectSettingsSchema = z.strictObject({
  /** Days that rows are kept; null = for ever. */
  retention_days: z.number().positive().max(36_500).nullable().optional(),
  /** Guardrail rules whose matches are taken out of bodies before they are stored: `{kind, ...its options}`. */
  redact: z.array(z.looseObject({ kind: z.string().min(1), name: z.string().min(1).optional() })).optional(),
});

export interface ProjectParts extends ControlParts {
  readonly guardrails: readonly GuardrailDefinition[];
}

/** Throws `project_unknown`. */
export function showProject(control: Control, name: string): StoredProject {
  const found = control.projects().find((project) => project.name === name);
  if (found !== undefined) return found;
  throw new OperatorError("project_unknown", `there is no project ${JSON.stringify(name)}`);
}

/** Throws `project_unknown`, but for the default project, which is always there to be used. */
export function checkProject(control: Control, name: string): void {
  if (name !== DEFAULT_PROJECT) showProject(control, name);
}

/** Throws `project_exists`, `project_invalid` and, for a name that is none, `usage`. */
export function createProject(parts: ProjectParts, name: string, settings: unknown): StoredProject {
  const { control, now } = parts;
  checkName(name, "project");
  if (control.projects().some((project) => project.name === name))
    throw new OperatorError("project_exists", `there is a project ${name} already`);
  const checked = checkedSettings(parts, settings);
  const project = {
    name,
    created_at: now(),
    retention_days: DEFAULT_RETENTION_DAYS,
    redact: [],
    ...checked,
  };
  control.putProject(project);
  audit(parts, "project.create", { project: name, ...checked });
  return project;
}

/** Throws `project_unknown` and `project_invalid`. */
export function setProject(parts: ProjectParts, name: string, settings: unknown): StoredProject {
  const { control } = parts;
  if (name === DEFAULT_PROJECT && !control.projects().some((project) => project.name === name))
    return createProject(parts, name, settings);
  const before = showProject(control, name);
  const checked = checkedSettings(parts, settings);
  const project = { ...before, ...checked };
  control.putProject(project);
  const was = Object.fromEntries(Object.keys(checked).map((key) => [key, before[key as keyof StoredProject]]));
  audit(parts, "project.update", { project: name, ...checked, before: was });
  return project;
}

function checkedSettings(
  { guardrails }: ProjectParts,
  settings: unknown,
): Partial<Pick<StoredProject, "retention_days" | "redact">> {
  const parsed = projectSettingsSchema.safeParse(settings);
  if (!parsed.success) {
    const issue = parsed.error.issues[0] as z.core.$ZodIssue;
    const field = fieldText(issue.path);
    throw new OperatorError("project_invalid", issueText(issue), field === "" ? {} : { field });
  }
  const { retention_days: days, redact } = parsed.data;
  const rules = redact?.map((rule, at) => redactionRule(rule, guardrails, `redact[${at}]`));
  return {
    ...(days === undefined ? {} : { retention_days: days }),
    ...(rules === undefined ? {} : { redact: rules }),
  };
}

/** The rule as it is kept: what it does goes without saying. */
function redactionRule(
  rule: StoredProject["redact"][number],
  kinds: readonly GuardrailDefinition[],
  field: string,
): StoredProject["redact"][number] {
  const { action = "redact", ...kept } = rule;
  const wrong = (message: string, place: string, hint?: string): OperatorError =>
    new OperatorError("project_invalid", message, { field: place, ...(hint === undefined ? {} : { hint }) });
  if (action !== "redact") throw wrong("a project's rules redact: leave `action` out", `${field}.action`);
  try {
    compileRule({ ...kept, action: "redact" }, kinds, field);
  } catch (error) {
    if (error instanceof OperatorError) throw wrong(error.message, error.place.field ?? field);
    throw error;
  }
  return kept;
}
