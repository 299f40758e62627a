import type { EndpointParts } from "../actions/endpoints.ts";
import type { KeyParts } from "../actions/keys.ts";
import type { Context, Flag } from "./command.ts";

/** What actions over control data need, with the command line as who acts. */
export function controlParts(context: Context): Omit<EndpointParts, "guardrails"> & KeyParts {
  return {
    control: context.store().control,
    now: () => context.now(),
    newId: () => context.newId(),
    newSalt: () => context.newId(),
    secret: () => context.secret(),
    hash: (text) => context.hash(text),
    actor: "cli",
  };
}

/** The same, with the guardrails that rules are checked against. */
export async function guardedParts(context: Context): Promise<EndpointParts & KeyParts> {
  return { ...controlParts(context), guardrails: await context.guardrails() };
}

export const PROJECT_FLAG: Flag = {
  name: "project",
  value: "NAME",
  description: "The project it belongs to",
  default: "default",
};
