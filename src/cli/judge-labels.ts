import { importLabels } from "../actions/judge/human-labels.ts";
import { pairsToLabel } from "../actions/judge/pairs-to-label.ts";
import { fileSource } from "../actions/log-source.ts";
import { writeLogFile } from "../actions/write-log-file.ts";
import type { Command } from "./command.ts";
import { count, counted } from "./counts.ts";
import { skippedText } from "./skipped-text.ts";
import { properties } from "./table.ts";

const labelsCommand: Command = {
  name: "labels",
  summary: "Attach what people say of pairs",
  description:
    'JSON Lines such as {"experiment": "sim_8f3c", "request_id": "…", "verdict": "worse", "who": "ann"}, the verdict being of the replay; or lines of `judge to-label` with "A", "B" or "tie" filled in. ' +
    "From 50 labelled pairs on, results say how far the judge agrees with people, and correct its shares by them.",
  positionals: [{ name: "FILE", description: "JSON Lines, plain or compressed, or - for standard input" }],
  flags: [{ name: "experiment", value: "ID", description: "Of lines that name none" }],
  run: async (context, args) => {
    const path = args.positionals[0] ?? "-";
    const source =
      path === "-" ? { name: "(standard input)", size: null, open: () => context.stdin() } : fileSource(path);
    context.store({ readOnly: true });
    const report = await importLabels(source, context.store(), args.text("experiment") ?? null);
    const { stored, unknown, experiments } = report;
    return {
      json: report,
      text: (terminal) =>
        properties(terminal, [
          ["labels in", count(stored)],
          ...Object.entries(experiments).map(([id, labels]) => [`  ${id}`, counted(labels, "label")] as const),
          ...(unknown > 0
            ? [["unknown", `${counted(unknown, "line")} of requests that are not in the log`] as const]
            : []),
        ]) + skippedText(report, terminal),
      exit: stored === 0 ? 1 : 0,
    };
  },
};

const toLabelCommand: Command = {
  name: "to-label",
  summary: "Write judged pairs for people to label, blind, drawn with known probability",
  positionals: [{ name: "ID", description: "Of the judge run: jdg_..." }],
  flags: [
    { name: "n", value: "N", description: "Pairs: 50 at least are of use", default: "60", expects: "count" },
    { name: "out", value: "FILE", description: "Write them there" },
  ],
  run: async (context, args) => {
    const pairs = pairsToLabel(
      context.store({ readOnly: true }),
      args.positionals[0] as string,
      args.number("n") ?? 60,
    );
    const lines = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join("");
    const out = args.text("out");
    if (out !== undefined) await writeLogFile(out, [lines], () => {}, context.interruption());
    return {
      json: { pairs },
      text: () => (out === undefined ? lines : `${counted(pairs.length, "pair")} to label: ${out}\n`),
    };
  },
};

/** `understudy judge labels FILE`, `understudy judge to-label ID` */
export const labelCommands: readonly Command[] = [toLabelCommand, labelsCommand];
