import { Link } from "@tanstack/react-router";
import { thousands } from "../../../../core/counts.ts";
import type { Phrase, Word } from "../../../../report/phrase.ts";
import { EvidenceBadge } from "../../../parts/evidence-badge.tsx";

/** A sentence of the report, here. */
export function PhraseShown({ said }: { readonly said: Phrase }) {
  return said.map((word, at) => {
    // Words have no names of their own, and a sentence never changes.
    // oxlint-disable-next-line react/no-array-index-key
    return <WordShown key={at} word={word} />;
  });
}

function WordShown({ word }: { readonly word: Word }) {
  if (typeof word === "string") return word;
  if ("logged" in word) return <strong className="font-medium wrap-anywhere">{word.logged}</strong>;
  if ("part" in word)
    return (
      <Link
        from="/experiments/$id"
        to="."
        search={word.part === "pairs" ? { tab: "pairs" } : {}}
        className="text-accent underline underline-offset-2"
      >
        {word.text}
      </Link>
    );
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5 align-bottom">
      <EvidenceBadge evidence={word.evidence} />
      {word.n !== null && <span className="text-xs text-soft">n = {thousands(word.n)}</span>}
    </span>
  );
}
