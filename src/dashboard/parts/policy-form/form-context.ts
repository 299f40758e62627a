import { createContext, use, type ComponentType } from "react";
import type { DescribedStrategy } from "../../../core/strategy-schemas.ts";
import type { Strategies } from "./change-strategy.ts";
import type { FormSchema } from "./form-schema.ts";

/** One place of a policy in its form. */
export interface FieldParts {
  readonly schema: FormSchema;
  readonly value: unknown;
  /** Where it stands: `steps[0].model`; "" is the policy itself. */
  readonly path: string;
  readonly label: string;
  /** The label is said elsewhere for whoever looks. */
  readonly quiet?: boolean;
  readonly required: boolean;
  /** Undefined takes it out. */
  readonly onChange: (value: unknown) => void;
}

/** What all fields of a form share. */
export interface PolicyFormContext {
  readonly strategies: readonly DescribedStrategy[];
  readonly byName: Strategies;
  /** Draws a field of whatever kind; the way back from what stands inside a field to all the others. */
  readonly Field: ComponentType<FieldParts>;
  /** What is wrong, by path. */
  readonly mistakes: ReadonlyMap<string, string>;
  /** Ids of the lists that inputs offer, by the format of their schema. */
  readonly offers: Readonly<Record<string, string>>;
  /** Says what was done to whoever does not see it. */
  readonly tell: (what: string) => void;
}

export const FormContext = createContext<PolicyFormContext | null>(null);

export function usePolicyForm(): PolicyFormContext {
  const context = use(FormContext);
  if (context === null) throw new Error("a field of a policy stands outside of its form");
  return context;
}

/** What is wrong with a field; with what stands inside it too, where the field is the last that shows it. */
export function mistakeAt(mistakes: ReadonlyMap<string, string>, path: string, inside = false): string | undefined {
  const own = mistakes.get(path);
  if (own !== undefined || !inside) return own;
  const within = [...mistakes].find(([place]) => place.startsWith(`${path}.`) || place.startsWith(`${path}[`));
  return within === undefined ? undefined : `${within[0].slice(path.length).replace(/^\./u, "")}: ${within[1]}`;
}

/** The path of a key inside another. */
export function below(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}
