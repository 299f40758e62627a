import { armOf, coverAnswer } from "../core/ask.ts";
import { roll } from "../core/dice.ts";
import {
  featureOf,
  hourOf,
  metadataPath,
  metadataValue,
  timeOfDay,
  weekdayOf,
  type FieldValue,
} from "../core/fields.ts";
import { LACKS, type AtomQuestion, type CoverQuestion, type DieQuestion, type Question } from "../core/question.ts";
import type { Target } from "../core/target.ts";
import { BIT, type CodeColumn, type Frame, type Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import type { AnswerColumn } from "./partition.ts";
import { plannedInput } from "./planned-input.ts";
import { rankAnswers } from "./rank-answers/index.ts";
import { metadataOf, tagsOf } from "./rows.ts";

/** Answers one question for every row of a segment. */
type Answerer = (segment: Segment) => AnswerColumn;

/** A test over a dictionary column: once for each distinct text. */
function coded(
  frame: Frame,
  column: CodeColumn,
  value: (text: string | null) => FieldValue,
  test: AtomQuestion["test"],
): Answerer {
  const passing = Uint8Array.from(frame.dictionary(column), (text) => Number(test(value(text))));
  return (segment) => {
    const codes = segment.column(column);
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) answers[row] = passing[codes[row]!]!;
    return answers;
  };
}

function flagged(bit: number, test: AtomQuestion["test"]): Answerer {
  const passing = [Number(test(false)), Number(test(true))];
  return (segment) => {
    const bits = segment.column("bits");
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) answers[row] = passing[(bits[row]! >>> bit) & 1]!;
    return answers;
  };
}

/** A test over a column of few distinct values, tried once for each. */
function timed(
  valueOf: (at: number) => number,
  field: (at: number) => FieldValue,
  test: AtomQuestion["test"],
): Answerer {
  const passing = new Map<number, number>();
  return (segment) => {
    const at = segment.column("created_at");
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) {
      const value = valueOf(at[row]!);
      let passes = passing.get(value);
      if (passes === undefined) passing.set(value, (passes = Number(test(field(at[row]!)))));
      answers[row] = passes;
    }
    return answers;
  };
}

const MINUTE_MS = 60_000;

function percentileAnswers(question: AtomQuestion, knowledge: Knowledge): Answerer {
  const projects = knowledge.frame.dictionary("project");
  const users = knowledge.frame.dictionary("end_user");
  const missing = Number(question.test(null));
  return (segment) => {
    const at = segment.column("created_at");
    const project = segment.column("project");
    const user = segment.column("end_user");
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) {
      const name = users[user[row]!];
      answers[row] =
        name == null
          ? missing
          : Number(question.test(knowledge.tiers.percentile(projects[project[row]!] ?? "", name, at[row]!)));
    }
    return answers;
  };
}

function atomAnswers(question: AtomQuestion, knowledge: Knowledge): Answerer {
  const { field, test } = question;
  const { frame } = knowledge;
  const same = (text: string | null): FieldValue => text;
  switch (field) {
    case "model":
      return coded(frame, "model_requested", (text) => text ?? "", test);
    case "project":
      return coded(frame, "project", (text) => text ?? "", test);
    case "endpoint":
    case "api_key":
    case "end_user":
    case "session":
      return coded(frame, field, same, test);
    case "tags":
      return coded(frame, "tags", tagsOf, test);
    case "feature": {
      const tags = frame.dictionary("tags").map(tagsOf);
      const fromMetadata = frame.dictionary("metadata").map((text) => featureOf([], metadataOf(text)));
      return (segment) => {
        const tagCodes = segment.column("tags");
        const metadataCodes = segment.column("metadata");
        return Uint8Array.from({ length: segment.rows }, (_, row) =>
          Number(test(fromMetadata[metadataCodes[row]!] ?? featureOf(tags[tagCodes[row]!] ?? [], {}))),
        );
      };
    }
    case "input_tokens":
      return (segment) => {
        const tokens = plannedInput(segment);
        const answers = new Uint8Array(segment.rows);
        for (let row = 0; row < segment.rows; row++)
          answers[row] = Number(test(tokens[row]! < 0 ? null : tokens[row]!));
        return answers;
      };
    case "tools":
      return flagged(BIT.needs_tools, test);
    case "images":
      return flagged(BIT.needs_images, test);
    case "json_schema":
      return flagged(BIT.needs_json_schema, test);
    case "stream":
      return flagged(BIT.stream, test);
    case "hour":
      return timed(hourOf, hourOf, test);
    case "weekday":
      return timed(weekdayOf, weekdayOf, test);
    case "time_of_day":
      return timed((at) => Math.floor(at / MINUTE_MS) % 1_440, timeOfDay, test);
    case "end_user_spend_percentile":
      return percentileAnswers(question, knowledge);
    default:
      return coded(frame, "metadata", (text) => metadataValue(metadataOf(text), metadataPath(field)), test);
  }
}

function dieAnswers({ saltHi, saltLo, ends }: DieQuestion): Answerer {
  return (segment) => {
    const hi = segment.column("sticky_hi");
    const lo = segment.column("sticky_lo");
    const answers = new Uint8Array(segment.rows);
    for (let row = 0; row < segment.rows; row++) answers[row] = armOf(ends, roll(saltHi, saltLo, hi[row]!, lo[row]!));
    return answers;
  };
}

/** A column of one and the same answer, as that answer. */
function evened(column: AnswerColumn): AnswerColumn {
  if (typeof column === "number" || column.length === 0) return column;
  const first = column[0]!;
  for (let row = 1; row < column.length; row++) if (column[row] !== first) return column;
  return first;
}

const shared = new WeakMap<Knowledge, Map<string, Answerer>>();

/** Answers that hang on the target alone, kept for all policies over a log and for as long as a segment is. */
function sharedAnswers(knowledge: Knowledge, key: string, make: () => Answerer): Answerer {
  let known = shared.get(knowledge);
  if (known === undefined) shared.set(knowledge, (known = new Map()));
  let answerer = known.get(key);
  if (answerer === undefined) {
    const answers = make();
    const kept = new WeakMap<Segment, AnswerColumn>();
    answerer = (segment) => {
      let column = kept.get(segment);
      if (column === undefined) kept.set(segment, (column = evened(answers(segment))));
      return column;
    };
    known.set(key, answerer);
  }
  return answerer;
}

function healthAnswers(target: Target, knowledge: Knowledge): Answerer {
  return knowledge.healthAnswers(target) ?? (() => 0);
}

function coverAnswers({ target }: CoverQuestion, knowledge: Knowledge): Answerer {
  const can = knowledge.surroundings.capabilities(target);
  const needs = (bits: number) => ({
    tools: ((bits >>> BIT.needs_tools) & 1) === 1,
    images: ((bits >>> BIT.needs_images) & 1) === 1,
    json_schema: ((bits >>> BIT.needs_json_schema) & 1) === 1,
  });
  const byNeeds = Uint8Array.from({ length: 8 }, (_, pattern) =>
    coverAnswer(can, { needs: needs(pattern << BIT.needs_tools), input_tokens: null }),
  );
  return (segment) => {
    const bits = segment.column("bits");
    const tokens = plannedInput(segment);
    const answers = new Uint8Array(segment.rows);
    const most = can.context_window ?? Number.POSITIVE_INFINITY;
    for (let row = 0; row < segment.rows; row++) {
      answers[row] = byNeeds[(bits[row]! >>> BIT.needs_tools) & 7]! | (tokens[row]! > most ? LACKS.context : 0);
    }
    return answers;
  };
}

function answererOf(question: Question, knowledge: Knowledge): Answerer {
  switch (question.kind) {
    case "atom":
      return atomAnswers(question, knowledge);
    case "die":
      return dieAnswers(question);
    case "health":
      return sharedAnswers(knowledge, `health ${question.target}`, () => healthAnswers(question.target, knowledge));
    case "cover":
      return sharedAnswers(knowledge, `cover ${question.target}`, () => coverAnswers(question, knowledge));
    case "rank": {
      const rank = rankAnswers(question, knowledge);
      return (segment) =>
        question.targets.length === 1 ? question.orders.number([0]) : rank(segment, plannedInput(segment));
    }
  }
}

/** Columns that answer the questions of one policy, computed for a segment when first asked. */
export function columnAnswers(knowledge: Knowledge): (segment: Segment) => (question: Question) => AnswerColumn {
  const answerers = new Map<number, Answerer>();
  return (segment) => {
    const known = new Map<number, AnswerColumn>();
    return (question) => {
      let column = known.get(question.id);
      if (column === undefined) {
        let answerer = answerers.get(question.id);
        if (answerer === undefined) answerers.set(question.id, (answerer = answererOf(question, knowledge)));
        column = answerer(segment);
        known.set(question.id, column);
      }
      return column;
    };
  };
}
