import type { Flag } from "./command.ts";
import { DEPLOYMENT_FLAGS } from "./deployment-flags.ts";

/** Calls in flight unless told otherwise. */
export const DEFAULT_CONCURRENCY = "8";

/** Which pack is checked, against whom, and how: of `check`, and of the primary's half of a shadow run. */
export const CHECK_FLAGS: readonly Flag[] = [
  { name: "pack", value: "DIR", description: "The pack: a folder of contracts with golden cases and recordings" },
  {
    name: "provider",
    value: "NAME",
    description:
      "Whom to ask: recorded (nobody), openai, anthropic, another provider, one of understudy.yaml, mock, or log (default: what .replayci.yml or the pack says, else recorded)",
  },
  { name: "model", value: "MODEL", description: "The provider's model (default: what .replayci.yml or the pack says)" },
  {
    name: "repeat",
    value: "N",
    description: "Trials of each case: most must pass, and where they disagree the case is flaky",
    default: "1",
    expects: "count",
  },
  {
    name: "only-contracts",
    value: "NAMES",
    description: "Only these contracts: ids, files or tools, with commas between them",
    repeatable: true,
  },
  { name: "max-contracts", value: "N", description: "The first so many contracts", expects: "count" },
  {
    name: "timeout-ms",
    value: "MS",
    description: "Time of each try, over what contracts say (default: theirs, else 30000)",
    expects: "count",
  },
  {
    name: "retry-cap",
    value: "N",
    description: "Further tries at most after a failure on the way (default: what contracts say, else 2)",
    expects: "number",
  },
  {
    name: "concurrency",
    value: "N",
    description: "Calls in flight, kept full",
    default: DEFAULT_CONCURRENCY,
    expects: "count",
  },
  {
    name: "capture-recordings",
    description: "Write the answers of a live run into the pack, as its recordings",
  },
  {
    name: "judge",
    value: "MODEL:PROVIDER",
    description: "Settles what contracts leave to a judge; without one that stays unknown. Needs --max-spend",
  },
  {
    name: "embeddings",
    value: "MODEL:PROVIDER",
    description: "Settles `similar` by embedding, which stays unknown without. Needs --max-spend",
  },
  {
    name: "max-spend",
    value: "USD",
    description: "Hard cap over all calls, judge and embeddings included: no call is made that could lead beyond it",
  },
  ...DEPLOYMENT_FLAGS.filter(({ name }) => name === "config"),
];
