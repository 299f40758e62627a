import { contractsOfRun, findShadowRun } from "../actions/shadow-runs/shadow-runs.ts";
import { PAIR_RESULTS } from "../shadow/comparison.ts";
import type { StoredShadowComparison, StoredShadowRun } from "../store/shadow.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { instant, isoInstant } from "./instant.ts";
import { contractsText, shadowSummaryLines } from "./shadow-text.ts";
import { shadowComparisonText } from "./shadow-comparison-text.ts";
import { properties } from "./table.ts";
import { typed } from "./typed.ts";

/** As JSON, its times as text. */
export function shownRun({ created_at: at, finished_at: finished, ...rest }: StoredShadowRun): object {
  return { ...rest, created_at: isoInstant(at), finished_at: isoInstant(finished) };
}

export const RUN_ID = { name: "ID", description: "Of the run: shr_..." };

function showRun(context: Context, args: Args): Answer {
  const { control } = context.store({ readOnly: true });
  const run = findShadowRun({ control }, args.positionals[0] as string);
  const filter = {
    contract: args.text("contract"),
    result: args.text("result"),
    differs: args.on("differs") || undefined,
  };
  const limit = args.number("limit") ?? 10;
  const comparisons = control.shadows.shadowComparisons(run.id, filter, limit + 1);
  const pairs = comparisons.slice(0, limit);
  const contracts = contractsOfRun({ control }, run.id);
  return {
    json: { run: shownRun(run), contracts, comparisons: pairs.map(shownPair) },
    text: (terminal) => {
      const { pack, mirror, source } = run;
      const from = Object.entries(source).map(([name, text]) => `${name} ${text}`);
      const head = properties(terminal, [
        ["run", run.id],
        ["primary", run.primary],
        ["shadow", run.candidate],
        ...(pack === null ? [] : [["pack", `${pack.name} (${pack.hash.slice(0, 12)})`] as const]),
        ...(mirror === null ? [] : [["mirror", mirror] as const]),
        ...(run.project === null ? [] : [["project", [run.project, run.endpoint ?? []].flat().join("/")] as const]),
        ["made", `${instant(run.created_at)} UTC${run.finished_at === null ? ", goes on" : ""}`],
        ...(from.length === 0 ? [] : [["from", from.join(", ")] as const]),
        ...shadowSummaryLines(run.summary, terminal),
      ]);
      const blocks = [
        head,
        ...(contracts.length === 0 ? [] : [contractsText(contracts, terminal)]),
        pairs.length === 0 ? "No such pair.\n" : pairs.map((one) => shadowComparisonText(one, terminal)).join("\n"),
        ...(comparisons.length > limit
          ? [`More pairs: ${typed(["shadow", "show", run.id, "--limit", String(limit * 10)], context.dataFolder)}\n`]
          : []),
      ];
      return blocks.join("\n");
    },
  };
}

function shownPair({ at, ...rest }: StoredShadowComparison): object {
  return { ...rest, at: isoInstant(at) };
}

/** `understudy shadow show ID` */
export const showCommand: Command = {
  name: "show",
  summary: "Show a shadow run pair by pair, with what contracts found and where answers differ",
  positionals: [RUN_ID],
  flags: [
    { name: "contract", value: "NAME", description: "Pairs of this contract" },
    { name: "result", value: "RESULT", description: "Pairs that ended like this", choices: PAIR_RESULTS },
    { name: "differs", description: "Pairs whose answers differ" },
    { name: "limit", value: "N", description: "Pairs at most", default: "10", expects: "count" },
  ],
  examples: [{ command: "understudy shadow show shr_… --result loss", note: "What the shadow would fail" }],
  run: showRun,
};
