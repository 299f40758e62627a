import { diffWordsWithSpace } from "diff";
import { useMemo } from "react";

/** Longer texts are compared line by line, or the page would stand still. */
const MOST_CHARACTERS = 60_000;

/** Two texts in one: what only the first has stands out in one colour, what only the second has in another, each also marked for those who do not see colours. */
export function WordDifferences({ before, after }: { readonly before: string; readonly after: string }) {
  const parts = useMemo(
    () => (before.length + after.length > MOST_CHARACTERS ? null : diffWordsWithSpace(before, after)),
    [before, after],
  );
  if (parts === null)
    return <p className="text-sm text-soft">These texts are too long to be compared word by word; both stand above.</p>;
  return (
    <p className="font-mono text-sm whitespace-pre-wrap">
      {parts.map(({ value, added, removed }, at) => {
        // Parts have no names of their own, and are made anew with every text.
        const key = `${at}`;
        if (added === true)
          return (
            <ins
              key={key}
              // What takes the place of something stands apart from it.
              className={`rounded-sm bg-good-soft text-good ${parts[at - 1]?.removed === true ? "ml-1" : ""}`}
            >
              {value}
            </ins>
          );
        if (removed === true)
          return (
            <del key={key} className="rounded-sm bg-bad-soft text-bad">
              {value}
            </del>
          );
        return <span key={key}>{value}</span>;
      })}
    </p>
  );
}
