import * as z from "zod";
import { defineStrategy, type Policy } from "../strategy.ts";

interface ConfigReference extends Policy {
  readonly name: string;
  readonly version?: number;
}

/** What another config says; its version is pinned when the referring one is stored. */
export const config = defineStrategy<ConfigReference>({
  name: "config",
  aliases: [],
  summary: "what another config says, at a pinned version",
  example: { strategy: "config", name: "cheaper", version: 3 },
  schema: () =>
    z.strictObject({
      strategy: z.string(),
      name: z.string().min(1).meta({ title: "Config", format: "config", description: "A stored config." }),
      version: z.int().positive().optional().meta({
        title: "Version",
        description: "The newest unless given; pinned when the policy is stored.",
      }),
    }),
  mapChildren: (policy) => policy,
  compile: (policy, context, place) => context.config(policy.name, policy.version, place),
});
