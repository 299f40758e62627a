import { existsSync } from "node:fs";
import { join } from "node:path";
import { firstPack } from "../../actions/packs/first-pack.ts";
import { promoteContracts } from "../../actions/packs/promote-contracts.ts";
import { readPack } from "../../actions/packs/read-pack.ts";
import { writePack } from "../../actions/packs/write-pack.ts";
import { packFileSchema, PACK_FILE_KINDS } from "../../contracts/pack-schemas.ts";
import { silentCases } from "../../contracts/silent-cases.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { packText, promotedText } from "../pack-text.ts";
import { DEFAULT_DATA_FOLDER, typed } from "../typed.ts";

const DIR = { name: "DIR", description: "The pack's folder" };
const KINDS = PACK_FILE_KINDS.map(({ name }) => name).join(", ");

/** `understudy pack [show | promote | init | schema]` */
export const packCommand: Command = {
  name: "pack",
  summary: "Folders of contracts, golden cases and recordings",
  subcommands: [
    {
      name: "show",
      summary: "Read a pack, say what is wrong with it, and list its contracts",
      positionals: [DIR],
      examples: [{ command: "understudy pack show packs/my-pack", note: "What is in it" }],
      run: show,
    },
    {
      name: "promote",
      summary: "Make drafts of a pack block",
      description: "Sets the status in the contracts' files, and changes nothing else there.",
      positionals: [DIR, { name: "NAME", description: "A contract, or several", optional: true, repeats: true }],
      flags: [{ name: "all", description: "Every draft of the pack" }],
      examples: [{ command: "understudy pack promote packs/my-pack get_weather", note: "From now on it blocks" }],
      run: promote,
    },
    {
      name: "init",
      summary: "Begin a pack, with one contract that works",
      positionals: [DIR],
      examples: [{ command: "understudy pack init packs/my-pack", note: "Then change what is in it" }],
      run: init,
    },
    {
      name: "schema",
      summary: "Print the JSON Schema of a pack's files, for editors",
      positionals: [{ name: "KIND", description: `${KINDS}; contract where none is named`, optional: true }],
      examples: [{ command: "understudy pack schema golden > golden.schema.json", note: "Of golden files" }],
      run: schema,
    },
  ],
};

function show(context: Context, args: Args): Answer {
  const folder = args.positionals[0] ?? "";
  const pack = readPack(folder);
  const now = context.now();
  const contracts = pack.contracts.map((contract) => ({
    contract,
    silent: silentCases(pack, contract, now, context.hash),
  }));
  const { golden: _, recordings: __, ...about } = pack;
  return {
    json: { ...about, contracts: contracts.map(({ contract, silent }) => ({ ...contract, not_reproducible: silent })) },
    text: (terminal) => `${packText(terminal, pack, contracts)}\n${nextCheck(folder)}`,
  };
}

function promote(context: Context, args: Args): Answer {
  const [folder = "", ...names] = args.positionals;
  const all = args.on("all");
  if (all === names.length > 0)
    throw new OperatorError("usage", all ? "--all already means every draft" : "which contracts", {
      hint: "Name one or several, or give --all.",
    });
  const { pack, promoted } = promoteContracts(folder, all ? null : names);
  const contracts = promoted.map((one) => ({
    ...one,
    silent: silentCases(pack, one.contract, context.now(), context.hash),
  }));
  return {
    json: {
      folder,
      promoted: contracts.map(({ contract, changed, silent }) => ({
        id: contract.id,
        changed,
        not_reproducible: silent,
      })),
    },
    text: (terminal) => `${promotedText(terminal, contracts)}\n${nextCheck(folder)}`,
  };
}

function init(_: Context, args: Args): Answer {
  const folder = args.positionals[0] ?? "";
  if (["pack.yaml", "pack.yml", "contracts"].some((name) => existsSync(join(folder, name))))
    throw new OperatorError("file_exists", "there is a pack here already", {
      file: folder,
      hint: "Name another folder.",
    });
  const written = writePack(folder, firstPack(folder));
  return {
    json: { folder, contracts: written.map(({ id, added }) => ({ id, cases: added })) },
    text: () =>
      `${folder} holds ${written.map(({ id }) => `contracts/${id}.yaml`).join(", ")} and its cases\n\n${nextCheck(folder)}`,
  };
}

function schema(_: Context, args: Args): Answer {
  const name = args.positionals[0] ?? "contract";
  const kind = PACK_FILE_KINDS.find((known) => known.name === name);
  if (kind === undefined) throw new OperatorError("usage", `there is no kind ${name}`, { hint: `Expected ${KINDS}.` });
  const document = packFileSchema(kind);
  return { json: document, text: () => `${JSON.stringify(document, null, 2)}\n` };
}

function nextCheck(folder: string): string {
  return `Next: ${typed(["check", "--pack", folder], DEFAULT_DATA_FOLDER)}\n`;
}
