import { setImmediate as rest, setTimeout as wait } from "node:timers/promises";
import { IMPORTERS, recordsOf } from "../../importers/index.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { LogWriter } from "../../store/log-writer.ts";
import { IMPORT_IDENTITY } from "../import/identity.ts";
import { openNesting, type Nesting } from "../import/nesting.ts";
import { recordReader, type ReadRecord } from "../import/record-reader.ts";
import { priceExchange } from "../price-exchange.ts";
import type { Received } from "./inlet.ts";
import { receivedRow } from "./received-row.ts";

export interface ReceiverParts {
  readonly prices: PriceBook;
  readonly log: Pick<LogWriter, "write" | "room">;
  /** ms since the epoch. */
  readonly now: () => number;
  /** How long to wait for room in the log. */
  readonly roomMs?: number;
}

/** Whose log it is: rows go into the project of the key, whatever they say themselves. */
export interface Sender {
  readonly project: string;
  /** Id of the key, for rows that name none. */
  readonly api_key: string | null;
}

/** Takes the values of a body in; null where the log has no room for them. */
export type Receive = (importer: string, values: readonly unknown[], sender: Sender) => Promise<Received | null>;

/** Live traffic is let through in between. */
const RECORDS_AT_ONCE = 16;
const ROOM_MS = 5_000;
/** Bodies that wait their turn. */
const MOST_WAITING = 64;

/** What comes in over HTTP goes the way of imported files, record by record, and then that of served requests. */
export function openReceiver({ prices, log, now, roomMs = ROOM_MS }: ReceiverParts): Receive {
  const nestings = new Map<string, Nesting>();
  const nestingOf = (project: string): Nesting => {
    const nesting = nestings.get(project) ?? openNesting();
    nestings.set(project, nesting);
    return nesting;
  };
  const room = (): Promise<boolean> => roomWithin(log, roomMs);
  const receive: Receive = async (name, values, { project, api_key }) => {
    const importer = IMPORTERS.find((one) => one.name === name);
    if (importer === undefined) throw new Error(`no importer is called ${name}`);
    const context = { project, read_at: now(), ...IMPORT_IDENTITY };
    const reader = recordReader(importer, [], context, nestingOf(project));
    const tally = { rows: 0, others: 0, rejected: 0, problem: null as string | null };
    const parts = new Map<string, PartRecord[]>();
    const take = (record: ReadRecord): void => {
      if (record.kind === "part") parts.set(record.part.key, [...(parts.get(record.part.key) ?? []), record]);
      else if (record.kind === "other") tally.others++;
      else if (record.kind === "skip") {
        tally.rejected++;
        tally.problem ??= record.message;
      } else {
        const exchange = { ...record.exchange, project, api_key: record.exchange.api_key ?? api_key };
        log.write(receivedRow(priceExchange(exchange, prices).exchange));
        tally.rows++;
      }
    };
    const reads: (() => readonly ReadRecord[])[] = values
      .flatMap((value) => recordsOf(importer, value))
      .map((record) => () => reader.readValue(record));
    if (!(await takeAll(reads, take, room))) return null;
    // What waits for records that come another way is taken as it is.
    const calls = [...parts.values()].map((all) => () => reader.readParts(all.map(partRow)));
    return (await takeAll(calls, take, room)) ? tally : null;
  };
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  // One body after the other: what was sent first is in first.
  return (name, values, sender) => {
    if (waiting >= MOST_WAITING) return Promise.resolve(null);
    waiting++;
    const received = last.then(() => receive(name, values, sender)).finally(() => waiting--);
    last = received.catch(() => {});
    return received;
  };
}

/** False where there was no room for all of them. */
async function takeAll(
  reads: readonly (() => readonly ReadRecord[])[],
  take: (record: ReadRecord) => void,
  room: () => Promise<boolean>,
): Promise<boolean> {
  for (const [at, read] of reads.entries()) {
    if (at % RECORDS_AT_ONCE === 0) {
      if (at > 0) await rest();
      if (!(await room())) return false;
    }
    for (const record of read()) take(record);
  }
  return true;
}

type PartRecord = Extract<ReadRecord, { readonly kind: "part" }>;

function partRow({ part, record }: PartRecord): { readonly name: string; readonly record: unknown } {
  return { name: part.name, record };
}

/** Whether the log takes bodies, or does so before long. */
async function roomWithin(log: ReceiverParts["log"], ms: number): Promise<boolean> {
  const late = new AbortController();
  const room = log.room().then(() => true);
  const waited = wait(ms, false, { signal: late.signal, ref: false }).catch(() => false);
  try {
    return await Promise.race([room, waited]);
  } finally {
    late.abort();
  }
}
