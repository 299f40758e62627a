import type { Command } from "../command.ts";
import { SHADOW_RUN_COMMANDS } from "../shadow-runs.ts";

/** `understudy shadow` */
export const shadowCommand: Command = {
  name: "shadow",
  summary: "Two providers on the same requests: stored shadow runs",
  subcommands: SHADOW_RUN_COMMANDS,
};
