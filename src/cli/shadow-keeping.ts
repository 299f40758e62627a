import { readRunningGateway } from "../actions/running-gateway.ts";
import { keepShadowRun } from "../actions/shadow-runs/keep-shadow-run.ts";
import { PUSH_DEADLINE_MS, pushRun } from "../actions/shadow/push-run.ts";
import { OperatorError } from "../core/errors.ts";
import type { ShadowComparison } from "../shadow/index.ts";
import type { StoredShadowRun } from "../store/shadow.ts";
import type { Context } from "./command.ts";

/** Of the server that runs are pushed to. */
const API_KEY = "REPLAYCI_API_KEY";
const API_URLS = ["REPLAYCI_API_URL", "UNDERSTUDY_URL"] as const;

/** Keeps a run, within ms: on the server where REPLAYCI_API_KEY says so, else in the store of --data. @returns where */
export async function keepRun(
  context: Context,
  run: StoredShadowRun,
  comparisons: readonly ShadowComparison[],
  deadlineMs: number,
): Promise<string> {
  const key = context.environment(API_KEY) ?? "";
  if (key === "") {
    keepShadowRun(context.store(), run, comparisons);
    return "local";
  }
  const url = serverOf(context);
  await pushRun(
    { url, key, http: (place, request) => context.http(place, request) },
    run,
    comparisons,
    Math.min(deadlineMs, PUSH_DEADLINE_MS),
  );
  return url;
}

/** As the environment says, else the gateway that runs over the data folder. */
function serverOf(context: Context): string {
  const named = API_URLS.map((name) => context.environment(name) ?? "").find((url) => url !== "");
  const url = named ?? readRunningGateway(context.dataFolder)?.url;
  if (url !== undefined && URL.canParse(url)) return url;
  throw new OperatorError(
    "gateway_unreachable",
    url === undefined ? `${API_KEY} is set, and no server is known` : `${url} is not the address of a server`,
    { field: API_URLS[0], hint: `Set ${API_URLS[0]}=https://HOST, or unset ${API_KEY} to store runs in --data.` },
  );
}
