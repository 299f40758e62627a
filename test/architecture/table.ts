/** What one room of `src` may import. Rooms are the folders of `src`; files directly in `src` are the composition root and may import everything. */
export interface Room {
  /** Rooms it may import from. */
  readonly rooms: readonly string[];
  /** Rooms it may import types from, and nothing that runs. */
  readonly types?: readonly string[];
  /** Where a room may see only part of another: the files it may import, by room. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  readonly packages?: readonly string[];
  /** May import `node:` built-ins. */
  readonly node?: boolean;
  /** No Node, no DOM, no clock, no randomness. */
  readonly pure?: boolean;
}

const PURE = [
  "core",
  "prices",
  "stats",
  "compare",
  "contracts",
  "replay",
  "experiments",
  "report",
  "judging",
  "shadow",
] as const;

const STORE_INTERFACES = {
  store: [
    "store/traffic.ts",
    "store/control.ts",
    "store/gateway-control.ts",
    "store/audit.ts",
    "store/promotions.ts",
    "store/runs.ts",
    "store/schedules.ts",
    "store/webhooks.ts",
    "store/shadow.ts",
    "store/log-writer.ts",
    "store/appender.ts",
    "store/set-aside.ts",
  ],
} as const;

/** Who may import whom. */
export const ROOMS: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: ["zod", "@noble/hashes", "re2js"], pure: true },
  prices: { rooms: ["core"], packages: ["@pydantic/genai-prices", "@noble/hashes", "zod"], pure: true },
  stats: { rooms: ["core"], pure: true },
  compare: { rooms: ["core"], pure: true },
  contracts: { rooms: ["core", "stats", "compare"], packages: ["zod"], pure: true },
  replay: { rooms: ["core", "stats"], pure: true },
  experiments: { rooms: ["core", "stats", "compare"], pure: true },
  report: {
    rooms: ["core", "stats", "compare", "contracts", "shadow", "replay", "experiments", "judging"],
    packages: ["@noble/hashes"],
    pure: true,
  },
  judging: { rooms: ["core", "stats", "compare", "experiments"], pure: true },
  shadow: { rooms: ["core", "stats", "compare", "contracts"], pure: true },
  sends: { rooms: ["core"] },
  guardrails: { rooms: ["core"], packages: ["zod", "re2js", "ajv", "validator", "libphonenumber-js"], node: true },
  dialects: { rooms: ["core"], packages: ["@ai-sdk/provider", "eventsource-parser"], node: true },
  providers: {
    rooms: ["core"],
    types: ["dialects"],
    packages: [
      "zod",
      "undici",
      "@ai-sdk/provider",
      "@ai-sdk/openai",
      "@ai-sdk/anthropic",
      "@ai-sdk/google",
      "@ai-sdk/mistral",
      "@ai-sdk/groq",
      "@ai-sdk/openai-compatible",
    ],
    node: true,
  },
  importers: { rooms: ["core", "dialects"], packages: ["zod", "protobufjs"], node: true },
  store: { rooms: ["core", "replay"], types: ["prices", "stats", "compare", "contracts", "shadow"], node: true },
  actions: {
    rooms: [...PURE, "sends", "importers", "store"],
    types: ["dialects", "guardrails"],
    only: STORE_INTERFACES,
    packages: ["zod", "yaml", "croner", "csv-parse", "hyparquet", "hyparquet-writer"],
    node: true,
  },
  server: {
    rooms: [...PURE, "actions"],
    types: ["dialects", "sends", "store"],
    only: STORE_INTERFACES,
    packages: ["zod", "hono", "@hono/node-server", "@hono/zod-openapi", "prom-client"],
    node: true,
  },
  cli: {
    rooms: [...PURE, "actions"],
    types: ["store"],
    only: STORE_INTERFACES,
    packages: ["commander", "picocolors"],
    node: true,
  },
  dashboard: {
    rooms: [...PURE],
    types: ["server"],
    packages: [
      "react",
      "react-dom",
      "@tanstack/react-query",
      "@tanstack/react-router",
      "@tanstack/react-table",
      "@tanstack/react-virtual",
      "radix-ui",
      "uplot",
      "codemirror",
      "@codemirror/lang-json",
      "@codemirror/lang-yaml",
      "@codemirror/language",
      "@codemirror/lint",
      "@codemirror/state",
      "@codemirror/view",
      "@lezer/highlight",
      "diff",
      "get-nonce",
      "yaml",
    ],
  },
  testing: {
    rooms: [...PURE, "sends", "dialects", "providers", "importers", "store"],
    packages: ["vitest", "fast-check"],
    node: true,
  },
};

/** Folders whose `index.ts` lists alternatives that must not know one another. `members` are files, or folders where each is one. */
export interface Registry {
  readonly folder: string;
  readonly members: "files" | "folders";
  /** What `index.ts` imports too but is not an alternative: the interface, mostly. */
  readonly shared?: readonly string[];
}

export const REGISTRIES: readonly Registry[] = [
  { folder: "core/strategies", members: "files", shared: ["strategy.ts"] },
  { folder: "compare/measures", members: "files", shared: ["measure.ts"] },
  { folder: "compare/guards", members: "files", shared: ["guard.ts", "date-words.ts"] },
  { folder: "contracts/assertions", members: "files", shared: ["assertion.ts"] },
  { folder: "dialects", members: "files", shared: ["dialect.ts"] },
  { folder: "guardrails", members: "files", shared: ["guardrail.ts"] },
  { folder: "importers", members: "files", shared: ["importer.ts", "recognise.ts"] },
  { folder: "providers", members: "files", shared: ["provider.ts"] },
  { folder: "report/checks/formats", members: "files", shared: ["format.ts"] },
  { folder: "store", members: "folders" },
  { folder: "actions/pull", members: "files", shared: ["source.ts"] },
  { folder: "cli/commands", members: "files", shared: ["command.ts"] },
  { folder: "dashboard/pages", members: "folders" },
];

/** The only files of `src` that may read the environment, the clock and randomness. */
export const ENVIRONMENT_READERS: readonly string[] = ["app.ts", "gateway-app.ts", "log-worker.ts", "mirror-worker.ts"];

/** Rooms that may take `node:process` in hand (arguments and streams; never `env`). */
export const PROCESS_ROOMS: readonly string[] = ["cli"];

/** Names that say nothing about what is inside. */
export const FORBIDDEN_NAMES: readonly string[] = [
  "utils",
  "util",
  "helpers",
  "helper",
  "services",
  "service",
  "managers",
  "manager",
  "common",
  "misc",
];

export const MAX_LINES = 300;
export const MEDIAN_BELOW = 100;

/** Files longer than `MAX_LINES` for a reason (generated, data): none. */
export const LONG_FILES: readonly string[] = [];
