import type { Command } from "../command.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand } from "./backup.ts";
import { configsCommand } from "./configs.ts";
import { cooldownsCommand } from "./cooldowns.ts";
import { endpointsCommand } from "./endpoints.ts";
import { projectsCommand } from "./projects.ts";
import { replayCommand } from "./replay.ts";
import { rollbackCommand } from "./rollback.ts";
import { demoCommand } from "./demo.ts";
import { eraseCommand } from "./erase.ts";
import { explainCommand } from "./explain.ts";
import { exportCommand } from "./export.ts";
import { importCommand } from "./import.ts";
import { logsCommand } from "./logs.ts";
import { outcomesCommand } from "./outcomes.ts";
import { simulateCommand } from "./simulate.ts";
import { keysCommand } from "./keys.ts";
import { sweepCommand } from "./sweep.ts";
import { upCommand } from "./up.ts";

/** Every command there is, in the order help lists them. */
export const COMMANDS: readonly Command[] = [
  upCommand,
  importCommand,
  logsCommand,
  simulateCommand,
  sweepCommand,
  explainCommand,
  replayCommand,
  exportCommand,
  backupCommand,
  eraseCommand,
  configsCommand,
  rollbackCommand,
  endpointsCommand,
  projectsCommand,
  keysCommand,
  auditCommand,
  cooldownsCommand,
  outcomesCommand,
  demoCommand,
];
