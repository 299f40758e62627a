import { join } from "node:path";
import { BODIES_MIGRATIONS } from "./bodies-schema.ts";
import { CONTROL_MIGRATIONS } from "./control-schema.ts";
import type { DatabaseDefinition } from "./database.ts";
import { TRAFFIC_MIGRATIONS } from "./traffic-schema.ts";

/** The databases of a data folder. */
export function definitionsIn(folder: string): Record<"control" | "traffic" | "bodies", DatabaseDefinition> {
  return {
    control: {
      file: join(folder, "control.db"),
      applicationId: 0x75737431,
      pageSize: 4096,
      migrations: CONTROL_MIGRATIONS,
    },
    traffic: {
      file: join(folder, "traffic.db"),
      applicationId: 0x75737432,
      pageSize: 4096,
      migrations: TRAFFIC_MIGRATIONS,
    },
    bodies: {
      file: join(folder, "bodies.db"),
      applicationId: 0x75737433,
      pageSize: 4096,
      migrations: BODIES_MIGRATIONS,
    },
  };
}
