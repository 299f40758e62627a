import { existsSync, readdirSync } from "node:fs";
import { readReplayciFile, type ReplayciFile } from "../actions/check/replayci-file.ts";
import { RECORDED, type CheckRequest } from "../actions/check/run-check.ts";
import { readPack } from "../actions/packs/read-pack.ts";
import type { Pack } from "../contracts/pack.ts";
import { OperatorError } from "../core/errors.ts";
import type { Args } from "./command.ts";

/** What the flags of `CHECK_FLAGS` ask for, with what `.replayci.yml` and the pack say where they do not. Throws what reading a pack throws, and `usage`. */
export function checkRequestOf(args: Args): CheckRequest {
  const file = readReplayciFile();
  const pack = readPack(packFolder(args, file));
  const side = sideOf(args, file, pack);
  const recorded = side.provider === RECORDED;
  const repeat = args.number("repeat") ?? 1;
  if (recorded) refuseCalls(args);
  return {
    pack,
    ...side,
    model: recorded ? null : side.model,
    repeat: recorded ? 1 : repeat,
    only: args
      .list("only-contracts")
      .flatMap((text) => text.split(","))
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    most: args.number("max-contracts") ?? null,
    timeout_ms: args.number("timeout-ms") ?? null,
    retry_cap: retryCap(args),
    concurrency: args.number("concurrency") ?? 1,
    notes: [
      ...side.notes,
      ...(recorded && repeat > 1 ? ["--repeat says nothing on recordings: there is one answer to each case"] : []),
      ...(recorded && args.text("model") !== undefined ? ["--model says nothing on recordings"] : []),
    ],
  };
}

function packFolder(args: Args, file: ReplayciFile | null): string {
  const folder = args.text("pack") ?? file?.pack;
  if (folder !== undefined) return folder;
  const here = existsSync("contracts") ? ["."] : existsSync("packs") ? packsIn("packs") : [];
  throw new OperatorError("usage", "which pack is to be checked?", {
    field: "--pack",
    hint:
      here.length === 0
        ? "Name its folder: --pack DIR. `understudy pack init DIR` makes one to begin with."
        : `Name its folder: ${here.map((name) => `--pack ${name}`).join(", ")}.`,
  });
}

function packsIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.slice(0, 5).map(({ name }) => `${folder}/${name}`);
}

type Side = Pick<CheckRequest, "provider" | "model" | "notes">;

/** Whom to ask: the flags, else `.replayci.yml`, else the pack, else nobody. A model goes with the provider it stands with. */
function sideOf(args: Args, file: ReplayciFile | null, pack: Pack): Side {
  const sources = [
    { from: null, provider: args.text("provider"), model: args.text("model") },
    { from: file?.file ?? null, provider: file?.provider, model: file?.model },
    { from: `${pack.folder}/pack.yaml`, provider: pack.provider ?? undefined, model: pack.model ?? undefined },
  ];
  const named = sources.find((source) => source.provider !== undefined);
  const provider = named?.provider ?? RECORDED;
  const told = sources.find(
    (source) => source.model !== undefined && (source.provider === undefined || source.provider === provider),
  );
  if (provider === RECORDED) {
    const model = args.text("model");
    if (model === undefined || named !== undefined) return { provider, model: null, notes: [] };
    throw new OperatorError("usage", `--model ${model} needs to know whom to ask`, {
      field: "--provider",
      hint: `For example: --provider openai --model ${model}. Without both, recordings are checked.`,
    });
  }
  if (told?.model === undefined)
    throw new OperatorError("usage", `--provider ${provider} needs --model`, {
      field: "--model",
      hint: "Name one of its models, such as --model gpt-4o-mini.",
    });
  const notes = [...new Set([named?.from, told.from])]
    .filter((from) => from != null)
    .map((from) => {
      const what = [
        ...(named?.from === from ? [`provider ${provider}`] : []),
        ...(told.from === from ? [`model ${told.model}`] : []),
      ];
      return `${what.join(" and ")}: from ${from}`;
    });
  return { provider, model: told.model, notes };
}

/** Flags that are about calls, where none are made. */
function refuseCalls(args: Args): void {
  const asks = ["judge", "embeddings"].find((flag) => args.text(flag) !== undefined);
  const given = args.on("capture-recordings") ? "capture-recordings" : asks;
  if (given === undefined) return;
  throw new OperatorError("usage", `--${given} calls somebody, and the recorded lane calls nobody`, {
    field: `--${given}`,
    hint: "Say whom to ask: --provider openai --model gpt-4o-mini.",
  });
}

function retryCap(args: Args): number | null {
  const cap = args.number("retry-cap");
  if (cap === undefined || (Number.isSafeInteger(cap) && cap >= 0 && cap <= 20)) return cap ?? null;
  throw new OperatorError("usage", `--retry-cap does not take ${cap}`, {
    field: "--retry-cap",
    hint: "Expected a whole number from 0 to 20.",
  });
}
