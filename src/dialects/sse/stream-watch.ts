import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { StreamWatch } from "../dialect.ts";
import { sseEvents } from "./events.ts";

/** What a dialect's events say, one at a time. */
export interface EventReader {
  /** Content: text, reasoning, a tool call, a refusal. */
  readonly begins: (data: JsonObject, event: string) => boolean;
  /** The terminator. @param data as it stands: it need not be JSON */
  readonly ends: (data: string, event: string) => boolean;
  readonly failure: (data: JsonObject, event: string) => OutcomeFailure | null;
  /** The provider's usage as far as this event tells it, with what earlier ones told. */
  readonly usage: (data: JsonObject, event: string, before: unknown) => unknown;
  /** ASCII texts, one of which stands in every event worth parsing after the first content. */
  readonly marks: readonly string[];
}

const LINE_FEED = 10;
const SPECIAL = /[.*+?^${}()|[\]\\/]/gu;

const patterns = new WeakMap<EventReader, RegExp>();

/** All marks as one pattern: one pass over a chunk's bytes, many times faster than a search for each mark. */
function patternOf(reader: EventReader): RegExp {
  let pattern = patterns.get(reader);
  if (pattern === undefined) {
    pattern = new RegExp(reader.marks.map((mark) => mark.replaceAll(SPECIAL, "\\$&")).join("|"), "u");
    patterns.set(reader, pattern);
  }
  return pattern;
}

/** The bytes end where an event ends: what most pieces of most streams do, told without a search. */
function endsEvent(bytes: Buffer): boolean {
  return bytes[bytes.length - 1] === LINE_FEED && bytes[bytes.length - 2] === LINE_FEED;
}

/** Where the last complete event of some bytes ends; 0 where none does. */
function endOf(bytes: Buffer): number {
  const feeds = bytes.lastIndexOf("\n\n");
  const returns = bytes.lastIndexOf("\r\n\r\n");
  return Math.max(feeds === -1 ? 0 : feeds + 2, returns === -1 ? 0 : returns + 4);
}

/**
 * Looks at an event stream in passing. Until there is content every event is read; from then on only those that carry a mark
 * of usage, an error or the end, so that a long answer costs a search and no parsing.
 */
export function streamWatch(reader: EventReader): StreamWatch {
  /** Bytes of an event that is not complete. */
  let held: Buffer[] = [];
  let begun = false;
  let ended = false;
  let failure: OutcomeFailure | null = null;
  let usage: unknown = null;
  const pattern = patternOf(reader);

  function read(bytes: Buffer): void {
    // Marks are ASCII: a byte is a character here, and nothing is decoded.
    if (begun && !pattern.test(bytes.toString("latin1"))) return;
    for (const { event, data } of sseEvents(bytes.toString("utf8"))) {
      if (reader.ends(data, event)) ended = true;
      const value = parseJson(data);
      if (!isObject(value)) continue;
      failure ??= reader.failure(value, event);
      usage = reader.usage(value, event, usage);
      begun ||= failure === null && reader.begins(value, event);
    }
  }

  return {
    push(chunk) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (held.length === 0 && endsEvent(bytes)) {
        read(bytes);
        return;
      }
      if (!bytes.includes(LINE_FEED)) {
        held.push(bytes);
        return;
      }
      const all = held.length === 0 ? bytes : Buffer.concat([...held, bytes]);
      const end = endsEvent(all) ? all.length : endOf(all);
      held = end === all.length ? [] : [all.subarray(end)];
      if (end > 0) read(end === all.length ? all : all.subarray(0, end));
    },
    get begun() {
      return begun;
    },
    get ended() {
      return ended;
    },
    get failure() {
      return failure;
    },
    get usage() {
      return usage;
    },
  };
}
