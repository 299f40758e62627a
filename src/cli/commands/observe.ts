import { observe } from "../../actions/observe/observe.ts";
import type { DraftedOutcome } from "../../contracts/draft/draft-contracts.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Origin } from "../../core/exchange.ts";
import type { Args, Answer, Command, Context } from "../command.ts";
import { observedText } from "../observed-text.ts";
import { sampleOf } from "../sample-flag.ts";
import { ROW_FLAGS, rowFilterOf, WINDOW_FLAGS, windowOf } from "../window-flags.ts";

const DEFAULT_ROWS = "200";

/** `understudy observe --pack DIR` */
export const observeCommand: Command = {
  name: "observe",
  summary: "Draft contracts from logged traffic: what its answers had in common",
  description:
    "Writes a pack: one contract for each tool or set of tools that was called, one for each endpoint (or system prompt) of plain answers, " +
    "with every row as a golden case and its answer as a recording. Drafts never block: `understudy pack promote` makes a draft a contract. " +
    "Run again it adds new cases and leaves the rest; what is promoted is never changed. Secrets are taken out of everything that is written.",
  flags: [
    { name: "pack", value: "DIR", description: "The pack to draft into; made where there is none" },
    ...WINDOW_FLAGS,
    ...ROW_FLAGS,
    {
      name: "sample",
      value: "N|all",
      description: "Rows to look at, at most, sampled by hash; or all",
      default: DEFAULT_ROWS,
    },
    { name: "seed", value: "TEXT", description: "Another sample of as many rows" },
    {
      name: "outcome",
      value: "NAME",
      description: "Assert this supplied outcome in every contract, and learn rules only from answers it calls right",
    },
    {
      name: "only-outcome",
      value: "NAME",
      description: "Assert this supplied outcome and nothing else, over every row that has it",
    },
    {
      name: "outcome-gte",
      value: "X",
      description: "An answer is right from this value of the outcome on",
      default: "1",
      expects: "number",
    },
    { name: "redact", description: "Take personal data out too (emails, phone numbers, cards), not only secrets" },
    { name: "no-redact", description: "Write requests and answers as they are, secrets included" },
  ],
  examples: [
    { command: "understudy observe --pack packs/support --last 7d", note: "Drafts from 200 rows of last week" },
    {
      command: "understudy observe --pack packs/tools --model gpt-4o --sample all --outcome valid",
      note: "From every row of a model, right where the outcome says so",
    },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const pack = args.text("pack");
  if (pack === undefined) {
    throw new OperatorError("usage", "--pack is missing: the folder to draft into", {
      field: "--pack",
      hint: "For example: understudy observe --pack packs/drafts.",
    });
  }
  const outcome = outcomeOf(args);
  const gate = await gateOf(context, args);
  const { origins, ...filter } = rowFilterOf(args, () => context.store({ readOnly: true }).control);
  const result = observe(
    { store: context.store({ readOnly: true }), prices: context.prices(), gate },
    {
      pack,
      outcome,
      window: windowOf(args),
      filter: origins === undefined ? filter : { ...filter, origins: origins as readonly Origin[] },
      sample: sampleOf(args, DEFAULT_ROWS),
      seed: args.text("seed") ?? null,
      now: context.now(),
    },
  );
  return { json: result, text: (terminal) => observedText(result, terminal) };
}

function outcomeOf(args: Args): DraftedOutcome | null {
  const [beside, only] = [args.text("outcome"), args.text("only-outcome")];
  if (beside !== undefined && only !== undefined) {
    throw new OperatorError("usage", "--outcome and --only-outcome cannot be joined", {
      field: "--outcome",
      hint: "Give one of them.",
    });
  }
  const name = only ?? beside;
  return name === undefined ? null : { name, gte: args.number("outcome-gte") as number, only: only !== undefined };
}

function gateOf(context: Context, args: Args): ReturnType<Context["securityGate"]> | null {
  return args.on("no-redact") ? null : context.securityGate(args.on("redact") ? ["secrets", "pii"] : ["secrets"]);
}
