import { diffLines } from "diff";
import { useMemo } from "react";

const LOOKS = { added: "bg-good-soft text-good", removed: "bg-bad-soft text-bad", same: "" } as const;
const MARKS = { added: "+", removed: "−", same: " " } as const;

/** Two texts in one, line by line: what only one of them has stands out in its colour, and behind a mark for those who do not see colours. */
export function LineDifferences({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(
    () =>
      diffLines(before, after).flatMap(({ value, added, removed }) => {
        const kind = added === true ? "added" : removed === true ? "removed" : "same";
        return value
          .replace(/\n$/u, "")
          .split("\n")
          .map((text) => ({ kind, text }) as const);
      }),
    [before, after],
  );
  return (
    <div className="font-mono text-sm whitespace-pre-wrap">
      {lines.map(({ kind, text }, at) => {
        const Line = kind === "added" ? "ins" : kind === "removed" ? "del" : "span";
        return (
          // Lines have no names of their own, and are made anew with every text.
          // oxlint-disable-next-line react/no-array-index-key
          <Line key={at} className={`block pl-6 -indent-6 no-underline ${LOOKS[kind]}`}>
            <span aria-hidden className="inline-block w-6 indent-0 text-soft">
              {MARKS[kind]}
            </span>
            {text}
          </Line>
        );
      })}
    </div>
  );
}
