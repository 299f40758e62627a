import { existsSync } from "node:fs";
import { parseDeployment, readDeployment, type Deployment } from "../actions/deployment.ts";
import type { Args, Flag } from "./command.ts";

const DEFAULT_FILE = "understudy.yaml";

/** Which providers calls go to. */
export const DEPLOYMENT_FLAGS: readonly Flag[] = [
  {
    name: "config",
    value: "FILE",
    description: `the deployment's configuration (default: ${DEFAULT_FILE}, if there is one)`,
  },
  { name: "mock", description: "add the mock provider, which plays any model: MODEL:mock, and alone every model" },
];

/** The deployment of --config, else of `understudy.yaml` in this folder, else what the environment's keys make. Throws `deployment_invalid`. */
export function deploymentOf(args: Args): { readonly file: string | null; readonly deployment: Deployment } {
  const file = args.text("config") ?? (existsSync(DEFAULT_FILE) ? DEFAULT_FILE : null);
  return { file, deployment: file === null ? parseDeployment({}, null) : readDeployment(file) };
}
