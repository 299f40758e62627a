import type { CallingParts } from "../actions/metered/calling-parts.ts";
import {
  preparePilot,
  resumedPilot,
  type PilotPreview,
  type PilotRequest,
  type PilotToRun,
} from "../actions/pilot/prepare-pilot.ts";
import { createPilot, runPilot } from "../actions/pilot/run-pilot.ts";
import type { SimulateRequest } from "../actions/simulate.ts";
import { usd } from "../core/figures/money.ts";
import type { SimulationResult } from "../replay/result.ts";
import { askYes } from "./ask-yes.ts";
import { actorOf, callingParts } from "./calling-parts.ts";
import type { Args, Context } from "./command.ts";
import { counted } from "./counts.ts";
import type { PilotAsked } from "./pilot-flags.ts";

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
  const parts = await callingParts(context, args, { force: false, actor: actorOf(args) });
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
  parts: CallingParts,
  request: PilotRequest,
): Promise<PilotToRun | null> {
  const prepared = preparePilot(parts, request);
  if (!args.on("yes") && !(await agreed(context, prepared.preview))) return null;
  for (const warning of args.on("yes") ? prepared.preview.warnings : []) context.stderr.write(`${warning}\n`);
  createPilot(parts, prepared);
  return prepared;
}
