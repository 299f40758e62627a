import { readPack } from "../../actions/packs/read-pack.ts";
import { silentCases } from "../../contracts/silent-cases.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { packText } from "../pack-text.ts";

/** `understudy pack show` */
export const packCommand: Command = {
  name: "pack",
  summary: "Folders of contracts, golden cases and recordings",
  subcommands: [
    {
      name: "show",
      summary: "Read a pack, say what is wrong with it, and list its contracts",
      positionals: [{ name: "DIR", description: "The pack's folder" }],
      examples: [{ command: "understudy pack show packs/my-pack", note: "What is in it" }],
      run: show,
    },
  ],
};

function show(context: Context, args: Args): Answer {
  const pack = readPack(args.positionals[0] ?? "");
  const now = context.now();
  const contracts = pack.contracts.map((contract) => ({
    contract,
    silent: silentCases(pack, contract, now, context.hash),
  }));
  const { golden: _, recordings: __, ...about } = pack;
  return {
    json: { ...about, contracts: contracts.map(({ contract, silent }) => ({ ...contract, not_reproducible: silent })) },
    text: (terminal) => packText(terminal, pack, contracts),
  };
}
