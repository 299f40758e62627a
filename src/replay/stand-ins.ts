import type { Features } from "../core/features.ts";
import type { AtomQuestion, Question, RankQuestion } from "../core/question.ts";
import { rankScore } from "../core/ranking.ts";
import type { Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { ASSUMED, HAPPENED, type RowSums } from "./lanes.ts";
import type { AnswerColumn, Rows } from "./partition.ts";
import { tagsOf } from "./rows.ts";

/** A question whose answer can be a stand-in: a list price for a quality score, too short a history for a spend percentile. */
export type DoubtfulQuestion = AtomQuestion | RankQuestion;

export function isDoubtful(question: Question): question is DoubtfulQuestion {
  return question.kind === "rank"
    ? question.by === "quality" && question.targets.length > 1
    : question.kind === "atom" && question.field === "end_user_spend_percentile";
}

/** Whether none of the targets has a quality score for a request of these tags. */
function unscored({ targets }: RankQuestion, at: number, knowledge: Knowledge): (tags: readonly string[]) => boolean {
  const facts = targets.map((target) => knowledge.targetFacts(target, at));
  return (tags) =>
    facts.every((each) => Number.isNaN(rankScore("quality", each, { at, endpoint: null, input_tokens: null, tags })));
}

/** Whether a stand-in answers this question of one request. */
export function standsIn(question: Question, asked: Features, knowledge: Knowledge): boolean {
  if (!isDoubtful(question)) return false;
  return question.kind === "rank"
    ? unscored(question, asked.created_at, knowledge)(asked.tags)
    : asked.end_user !== null && knowledge.tiers.assumed(asked.created_at);
}

/** The same for every row of a segment: 1 where a stand-in answers. */
type StandIns = (segment: Segment) => AnswerColumn;

function unscoredRows(question: RankQuestion, knowledge: Knowledge): StandIns {
  // Scores do not change with time.
  const none = unscored(question, knowledge.census.newest, knowledge);
  const byTags = Uint8Array.from(knowledge.frame.dictionary("tags"), (text) => Number(none(tagsOf(text))));
  if (!byTags.includes(1)) return () => 0;
  if (!byTags.includes(0)) return () => 1;
  return (segment) => {
    const tags = segment.column("tags");
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) answers[row] = byTags[tags[row]!]!;
    return answers;
  };
}

function shortHistoryRows({ tiers, frame }: Knowledge): StandIns {
  const named = Uint8Array.from(frame.dictionary("end_user"), (name) => Number(name != null));
  return (segment) => {
    // More history stands before later rows.
    if (!tiers.assumed(segment.from)) return 0;
    const at = segment.column("created_at");
    const user = segment.column("end_user");
    const throughout = tiers.assumed(segment.to);
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) {
      if (throughout || tiers.assumed(at[row]!)) answers[row] = named[user[row]!]!;
    }
    return answers;
  };
}

/** Columns that say which rows' answers are stand-ins, made for a segment when first asked. */
export function standInColumns(
  knowledge: Knowledge,
): (segment: Segment) => (question: DoubtfulQuestion) => AnswerColumn {
  const makers = new Map<number, StandIns>();
  return (segment) => {
    const known = new Map<number, AnswerColumn>();
    return (question) => {
      let column = known.get(question.id);
      if (column === undefined) {
        let make = makers.get(question.id);
        if (make === undefined) {
          make = question.kind === "rank" ? unscoredRows(question, knowledge) : shortHistoryRows(knowledge);
          makers.set(question.id, make);
        }
        known.set(question.id, (column = make(segment)));
      }
      return column;
    };
  };
}

/** Rows decided by a stand-in claim no more than `assumed`, whatever is known of those who are asked. */
export function claimNoMore(rows: Rows, column: AnswerColumn, { costEvidence, timeEvidence, happened }: RowSums): void {
  if (column === 0) return;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (typeof column !== "number" && column[row] === 0) continue;
    if (timeEvidence[row]! < ASSUMED) timeEvidence[row] = ASSUMED;
    if (costEvidence[row]! >= ASSUMED) continue;
    costEvidence[row] = ASSUMED;
    if ((happened[row]! & HAPPENED.unidentified) === 0) happened[row]! |= HAPPENED.assumed_decision;
  }
}
