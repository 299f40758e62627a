import type { MeasurePreview } from "../actions/measure/preview.ts";
import { count, counted } from "./counts.ts";
import { usd } from "./money.ts";
import { notesText } from "./notes-text.ts";
import { properties, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const day = (iso: string): string => iso.slice(0, 16).replace("T", " ");

/** What would be sent, and what it may cost. */
export function previewText(preview: MeasurePreview, terminal: Terminal): string {
  const { frame, targets, window } = preview;
  const cannot = Object.entries(frame.unreplayable).map(([reason, rows]) => `${count(rows)} ${reason}`);
  const blocks = [
    properties(terminal, [
      ["window", `${day(window.start)} to ${day(window.end)} UTC, ${counted(frame.window_rows, "row")}`],
      ["can be sent again", `${count(frame.replayable)}${cannot.length === 0 ? "" : ` (not: ${cannot.join(", ")})`}`],
      ["sampled", counted(frame.sampled, "row")],
    ]),
    table(
      terminal,
      [
        { title: "to be called", shrinkTo: 20 },
        { title: "as" },
        { title: "calls", align: "right" },
        { title: "at most", align: "right" },
        { title: "expected", align: "right" },
        { title: "worst case", align: "right" },
      ],
      targets.map((one) => [
        one.target,
        one.role,
        count(one.calls),
        count(one.calls_at_most),
        usd(one.expected_usd),
        usd(one.worst_usd),
      ]),
    ),
    properties(terminal, [
      ["expected", usd(preview.expected_usd)],
      ["worst case", `${usd(preview.worst_usd)}: every call at its limits, every retry, every target of a chain`],
      [
        "cap",
        Number.isFinite(preview.cap_usd)
          ? `${usd(preview.cap_usd)}: no call is made that could lead beyond it`
          : "none yet: give one with --max-spend",
      ],
    ]),
    ...(preview.judge === undefined
      ? []
      : [
          properties(terminal, [
            [
              "judge",
              `${preview.judge.judge}, ${preview.judge.protocol}, ${counted(preview.judge.pairs, "pair")} at most`,
            ],
            [
              "its price",
              `expected ${usd(preview.judge.expected_usd)}, worst case ${usd(preview.judge.worst_usd)}: out of what the cap has left then`,
            ],
          ]),
        ]),
    ...(preview.warnings.length === 0 ? [] : [notesText(preview.warnings, terminal)]),
  ];
  return blocks.join("\n");
}
