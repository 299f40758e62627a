import {
  listShadowPairs,
  showShadowPair,
  type ShadowPair,
  type ShadowPairs,
} from "../actions/shadow-runs/shadow-pairs.ts";
import { DEFAULT_LENGTH_MS } from "../actions/window.ts";
import type { ShadowSummary } from "../shadow/summary.ts";
import type { ShadowFilter } from "../store/shadow.ts";
import type { Answer, Args, Command, Context } from "./command.ts";
import { count, counted } from "./counts.ts";
import { instant, isoInstant } from "./instant.ts";
import { RUN_FILTER_FLAGS, runFilterOf } from "./shadow-run-filter.ts";
import { shownRun } from "./shadow-show.ts";
import { contractsText, incomparableText, shadowSummaryLines, verdictText } from "./shadow-text.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { typed } from "./typed.ts";

const VERDICTS = ["needs_review", "needs_better_evidence", "changed_but_passing", "clean"] as const;

/** The last 7 days unless a window was asked for. */
function filterOf(context: Context, args: Args): ShadowFilter {
  const filter = runFilterOf(context, args);
  const open = filter.from === undefined && filter.to === undefined;
  return open ? { ...filter, from: context.now() - DEFAULT_LENGTH_MS } : filter;
}

function shown({ last_at: at, ...rest }: ShadowPair): object {
  return { ...rest, last_at: isoInstant(at) };
}

function scopeOf({ project, endpoint }: ShadowPair): string {
  return [project, endpoint].filter((part) => part !== null).join("/");
}

function listText({ pairs, verdicts }: ShadowPairs, terminal: Terminal): string {
  const lines = table(
    terminal,
    [
      { title: "pair" },
      { title: "primary", shrinkTo: 10 },
      { title: "shadow", shrinkTo: 10 },
      { title: "of", shrinkTo: 6 },
      { title: "runs", align: "right" },
      { title: "verdict", paint: (cell, row) => verdictText(pairs[row]?.summary.verdict ?? "clean", terminal, cell) },
      { title: "confidence" },
      { title: "pairs", align: "right" },
      { title: "would fail", align: "right" },
    ],
    pairs.map((one) => [
      one.id,
      one.primary,
      one.candidate,
      scopeOf(one),
      count(one.runs),
      one.summary.verdict.replaceAll("_", " "),
      one.summary.confidence_label.replace("_CONFIDENCE", "").toLowerCase(),
      count(one.summary.comparable_n),
      count(one.summary.would_fail),
    ]),
  );
  const counts = VERDICTS.filter((verdict) => verdicts[verdict] > 0).map(
    (verdict) => `${count(verdicts[verdict])} ${verdictText(verdict, terminal)}`,
  );
  const guidance = pairs.map(({ id, summary: { guidance: said, incomparable, incomparable_n: out } }) => {
    const why = out === 0 ? "" : ` Not compared: ${incomparableText(incomparable)}.`;
    return [id, `${said}${why}`] as const;
  });
  return `${counts.join(", ")}\n\n${lines}\n${properties(terminal, guidance)}`;
}

async function listPairs(context: Context, args: Args): Promise<Answer> {
  const { control } = context.store({ readOnly: true });
  const parts = { control, hash: (text: string) => context.hash(text) };
  const verdict = (args.text("verdict") ?? null) as ShadowSummary["verdict"] | null;
  const found = await listShadowPairs(parts, filterOf(context, args), verdict);
  const [first] = found.pairs;
  const next = first === undefined ? "" : `\nNext: ${typed(["shadow", "pairs", first.id], context.dataFolder)}\n`;
  return {
    json: { ...found, pairs: found.pairs.map(shown) },
    text: (terminal) =>
      first === undefined ? "No shadow run is stored that fits.\n" : `${listText(found, terminal)}${next}`,
  };
}

function showPair(context: Context, args: Args, id: string): Answer {
  const { control } = context.store({ readOnly: true });
  const parts = { control, hash: (text: string) => context.hash(text) };
  const { pair, contracts, runs } = showShadowPair(parts, id, filterOf(context, args));
  const next = typed(["shadow", "show", pair.last_run, "--result", "loss"], context.dataFolder);
  return {
    json: { pair: shown(pair), contracts, runs: runs.map(shownRun) },
    text: (terminal) =>
      [
        properties(terminal, [
          ["primary", pair.primary],
          ["shadow", pair.candidate],
          ...(scopeOf(pair) === "" ? [] : [["project", scopeOf(pair)] as const]),
          ["runs", `${counted(pair.runs, "run")}, the last one ${instant(pair.last_at)} UTC`],
          ...shadowSummaryLines(pair.summary, terminal),
        ]),
        ...(contracts.length === 0 ? [] : [contractsText(contracts, terminal)]),
        table(
          terminal,
          [{ title: "run" }, { title: "made (UTC)" }, { title: "of", shrinkTo: 8 }, { title: "verdict" }],
          runs.map(({ id: run, created_at: at, pack, mirror, summary }) => [
            run,
            instant(at),
            pack?.name ?? mirror ?? "",
            summary.verdict.replaceAll("_", " "),
          ]),
        ),
        `Next: ${next}\n`,
      ].join("\n"),
  };
}

/** `understudy shadow pairs` */
export const pairsCommand: Command = {
  name: "pairs",
  summary: "Show what to do about each primary and shadow, judged over all pairs of their runs",
  description: "Of the last 7 days unless a window is given. With PAIR: its contracts and its runs.",
  positionals: [{ name: "PAIR", description: "shp_..., as the list shows it", optional: true }],
  flags: [
    ...RUN_FILTER_FLAGS,
    { name: "verdict", value: "VERDICT", description: "Pairs of this verdict", choices: VERDICTS },
  ],
  examples: [{ command: "understudy shadow pairs --last 30d --verdict needs_review", note: "What to look into" }],
  run: (context, args) => {
    const [id] = args.positionals;
    return id === undefined ? listPairs(context, args) : showPair(context, args, id);
  },
};
