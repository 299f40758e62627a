import type { CommandEntry } from "../command.ts";

/** Every command there is, in the order help lists them. Each is loaded only where it is asked for: a gateway holds no replay engine. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: "up", load: async () => (await import("./up.ts")).upCommand },
  { name: "import", load: async () => (await import("./import.ts")).importCommand },
  { name: "logs", load: async () => (await import("./logs.ts")).logsCommand },
  { name: "simulate", load: async () => (await import("./simulate.ts")).simulateCommand },
  { name: "report", load: async () => (await import("./report.ts")).reportCommand },
  { name: "sweep", load: async () => (await import("./sweep.ts")).sweepCommand },
  { name: "explain", load: async () => (await import("./explain.ts")).explainCommand },
  { name: "replay", load: async () => (await import("./replay.ts")).replayCommand },
  { name: "schedule", load: async () => (await import("./schedule.ts")).scheduleCommand },
  { name: "webhooks", load: async () => (await import("./webhooks.ts")).webhooksCommand },
  { name: "export", load: async () => (await import("./export.ts")).exportCommand },
  { name: "backup", load: async () => (await import("./backup.ts")).backupCommand },
  { name: "erase", load: async () => (await import("./erase.ts")).eraseCommand },
  { name: "configs", load: async () => (await import("./configs.ts")).configsCommand },
  { name: "promote", load: async () => (await import("./promote.ts")).promoteCommand },
  { name: "rollback", load: async () => (await import("./rollback.ts")).rollbackCommand },
  { name: "endpoints", load: async () => (await import("./endpoints.ts")).endpointsCommand },
  { name: "projects", load: async () => (await import("./projects.ts")).projectsCommand },
  { name: "keys", load: async () => (await import("./keys.ts")).keysCommand },
  { name: "audit", load: async () => (await import("./audit.ts")).auditCommand },
  { name: "cooldowns", load: async () => (await import("./cooldowns.ts")).cooldownsCommand },
  { name: "outcomes", load: async () => (await import("./outcomes.ts")).outcomesCommand },
  { name: "facts", load: async () => (await import("./facts.ts")).factsCommand },
  { name: "demo", load: async () => (await import("./demo.ts")).demoCommand },
];
