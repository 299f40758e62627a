import { Link } from "@tanstack/react-router";
import type { PairSide } from "../../../../experiments/pair.ts";
import type { PairView } from "../../../../experiments/pair-view.ts";
import { AnswerShown } from "../../../parts/answer-shown.tsx";
import { Badge } from "../../../parts/badge.tsx";
import { FieldDifferences } from "../../../parts/differences/fields.tsx";
import { WordDifferences } from "../../../parts/differences/words.tsx";
import { LongText } from "../../../parts/long-text.tsx";
import { Section } from "../../../parts/page.tsx";
import { LoggedTrace } from "../shown/logged-trace.tsx";
import { PairLabel } from "./pair-label.tsx";
import { PairVerdicts } from "./pair-verdicts.tsx";
import { Sides } from "./sides.tsx";
import { promptText } from "./prompt-text.ts";

/** One request with both its outcomes, and where these differ. */
export function PairDetail({ experiment, pair }: { readonly experiment: string; readonly pair: PairView }) {
  const { ordinal, request_id: id, original, replay, similarity, measure, bucket, prompt, differences } = pair;
  const [before, after] = [original.answer?.text, replay.answer?.text];
  return (
    <article aria-label={`Pair ${ordinal}`} className="min-w-0">
      <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
        Pair {ordinal} {bucket !== null && <Badge>{bucket}</Badge>}
      </h2>
      <p className="text-sm text-soft">
        {similarity === null
          ? `Not compared: ${pair.class.replaceAll("_", " ")}.`
          : `Similarity ${similarity.toFixed(3)} by ${(measure ?? "").replaceAll("_", " ")}. One pair has no interval.`}
      </p>
      <Sides experiment={experiment} pair={pair} />
      <Section title="Asked">
        <LongText text={promptText(prompt)} label="What was asked" />
      </Section>
      <div className="grid gap-4 xl:grid-cols-2">
        <Answer title="Original" side={original} />
        <Answer title="Replay" side={replay} />
      </div>
      {before != null && after != null && before !== after && (
        <Section title="Word by word">
          <div
            className="max-h-[50vh] overflow-auto rounded-md border border-rule p-2"
            tabIndex={0}
            role="region"
            aria-label="Differences word by word"
          >
            <WordDifferences before={before} after={after} />
          </div>
        </Section>
      )}
      <Section title="Field by field">
        <FieldDifferences differences={differences} names={["original", "replay"]} />
      </Section>
      <PairVerdicts experiment={experiment} request={id} />
      <PairLabel experiment={experiment} request={id} />
      <Section title="Why it went there">
        <LoggedTrace id={replay.request_id} what="The replay" />
      </Section>
      <p className="text-sm">
        <Link to="/logs" search={{ open: id }} className="text-accent underline-offset-2 hover:underline">
          The original in the log
        </Link>
      </p>
    </article>
  );
}

function Answer({ title, side: { answer, failure } }: { readonly title: string; readonly side: PairSide }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold">{title}</h3>
      {failure !== null ? (
        <>
          <p className="text-sm">
            <Badge tone="bad">failed</Badge> {failure.class.replaceAll("_", " ")}
            {failure.code === null ? "" : ` (${failure.code})`}
          </p>
          <LongText text={failure.message} label={`Failure of the ${title.toLowerCase()}`} />
        </>
      ) : answer === null ? (
        <p className="text-sm text-soft">There is no body of it.</p>
      ) : (
        <AnswerShown answer={answer} label={`${title} answer`} />
      )}
    </section>
  );
}
