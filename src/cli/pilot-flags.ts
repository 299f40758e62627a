import type { MeasureParts } from "../actions/measure/measure-request.ts";
import { callBound } from "../actions/metered/worst-case.ts";
import {
  preparePilot,
  resumedPilot,
  type PilotPreview,
  type PilotRequest,
  type PilotToRun,
} from "../actions/pilot/prepare-pilot.ts";
import { createPilot, runPilot } from "../actions/pilot/run-pilot.ts";
import type { SimulateRequest } from "../actions/simulate.ts";
import { OperatorError } from "../core/errors.ts";
import { usd } from "../core/figures/money.ts";
import type { SimulationResult } from "../replay/result.ts";
import { askYes } from "./ask-yes.ts";
import type { Args, Context, Flag } from "./command.ts";
import { counted } from "./counts.ts";
import { DEPLOYMENT_FLAGS, deploymentOf } from "./deployment-flags.ts";

/** Flags of a simulation that makes some calls. */
export const PILOT_FLAGS: readonly Flag[] = [
  {
    name: "pilot",
    value: "N",
    description:
      "Call the candidate for so many rows whose answers the log does not hold, and learn from them what the others cost",
    expects: "count",
  },
  { name: "resume", value: "ID", description: "Go on with a pilot of this policy that was cut off: plt_..." },
  { name: "max-spend", value: "USD", description: "What --pilot may spend at most", expects: "number" },
  {
    name: "concurrency",
    value: "N",
    description: "Calls of --pilot at a time, at most 64",
    default: "16",
    expects: "count",
  },
  { name: "actor", value: "NAME", description: "Who asks for --pilot, for the audit log", default: "cli" },
  { name: "yes", description: "Do not ask before calling" },
  ...DEPLOYMENT_FLAGS,
];

type PilotAsked = { readonly calls: number; readonly cap_usd: number } | { readonly resume: string };

/** What --pilot and --max-spend say together; null where no pilot is asked for. */
export function pilotOf(args: Args): PilotAsked | null {
  const calls = args.number("pilot");
  const cap = args.number("max-spend");
  const resume = args.text("resume");
  if (resume !== undefined) {
    if (calls === undefined && cap === undefined) return { resume };
    throw new OperatorError("usage", "a pilot goes on with the calls and the cap it began with", { field: "--resume" });
  }
  if (calls === undefined) {
    if (cap === undefined) return null;
    throw new OperatorError("usage", "nothing is spent without a pilot", {
      field: "--max-spend",
      hint: "Say how many calls it may make: --pilot 50.",
    });
  }
  if (cap === undefined)
    throw new OperatorError("usage", "a pilot spends money, and nothing says how much", {
      field: "--max-spend",
      hint: "Name the most it may spend, in USD: --max-spend 0.5. Nothing is called before you agree.",
    });
  return { calls, cap_usd: cap };
}

function previewText({ calls, targets, requests, expected_usd, worst_usd, cap_usd, warnings }: PilotPreview): string {
  const asked = targets.map((one) => `${one.target} ${one.calls === 1 ? "once" : `${one.calls} times`}`).join(", ");
  return [
    `This sends ${counted(calls, "logged request")} again: ${asked}.\n`,
    `They stand for ${counted(requests, "row")} without an answer in the log. Expected ${usd(expected_usd)}, at most ${usd(worst_usd)}; the cap is ${usd(cap_usd)}.\n`,
    ...warnings.map((warning) => `${warning}\n`),
  ].join("");
}

function agreed(context: Context, preview: PilotPreview): Promise<boolean> {
  if (!context.json && context.stderr.isTerminal) context.stderr.write(previewText(preview));
  const most = usd(Math.min(preview.worst_usd, preview.cap_usd));
  const why = `${counted(preview.calls, "call")} cost money and nobody can be asked`;
  return askYes(context, "Call?", why, `At most ${most} would be spent. Add --yes to call without being asked.`);
}

/** Shows what would be sent, asks, calls and simulates; null where nobody agreed. */
export async function simulateWithPilot(
  context: Context,
  args: Args,
  request: SimulateRequest,
  asked: PilotAsked,
): Promise<SimulationResult | null> {
  const { deployment } = deploymentOf(args);
  const spine = await context.spine({ deployment, mock: args.on("mock") });
  const parts: MeasureParts = {
    store: context.store(),
    prices: context.prices(),
    spine,
    bound: callBound({
      about: (target) => spine.about(target),
      capabilities: (target) => spine.world.capabilities(target),
      now: () => context.now(),
      force: false,
    }),
    now: () => context.now(),
    newId: () => context.newId(),
    actor: args.text("actor") ?? "cli",
  };
  const pilot =
    "resume" in asked
      ? resumedPilot(parts, request, asked.resume)
      : await begun(context, args, parts, { ...request, ...asked });
  if (pilot === null) return null;
  const { units } = context.store().control.runs.run(pilot.id)!;
  const progress = context.progress({ label: "calling", unit: "calls", total: units });
  try {
    return await runPilot(parts, pilot, {
      concurrency: args.number("concurrency") ?? 16,
      signal: context.interruption(),
      onProgress: ({ finished, spent_usd: spent, cap_usd: cap }) =>
        progress.update(finished, `${usd(spent)} of ${usd(cap)}`),
      onWait: ({ worker }) => context.stderr.write(`Waiting for ${worker}, which may have died: it holds the pilot.\n`),
    });
  } finally {
    progress.done();
  }
}

/** A pilot that was agreed to, stored; null where nobody agreed. */
async function begun(
  context: Context,
  args: Args,
  parts: MeasureParts,
  request: PilotRequest,
): Promise<PilotToRun | null> {
  const prepared = preparePilot(parts, request);
  if (!args.on("yes") && !(await agreed(context, prepared.preview))) return null;
  for (const warning of args.on("yes") ? prepared.preview.warnings : []) context.stderr.write(`${warning}\n`);
  createPilot(parts, prepared);
  return prepared;
}
