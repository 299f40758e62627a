import { setTimeout as pause } from "node:timers/promises";
import { bookmarkFile } from "../../actions/pull/bookmark.ts";
import { PULL_SOURCES } from "../../actions/pull/index.ts";
import { pullLogs, type PullOptions } from "../../actions/pull/pull-logs.ts";
import type { PullSource } from "../../actions/pull/source.ts";
import { checkedWindow, parseInstant } from "../../actions/window.ts";
import { closest } from "../../core/closest.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Answer, Args, Command, Context } from "../command.ts";
import { pullJson, pullText } from "../pull-text.ts";
import { RECORD_FLAGS, recordOptions, storeIfAny } from "../record-flags.ts";

const NAMES = PULL_SOURCES.map(({ name }) => name);

/** `understudy pull SOURCE` */
export const pullCommand: Command = {
  name: "pull",
  summary: "Bring logs into the store straight from the service that keeps them",
  description:
    "Asks the service's API page by page, newest rows first, and writes down after each page how far it came: the same command goes on there, and once all is in it brings " +
    "what is new. Rows that are in the store already are left alone. Keys come from the environment, and nowhere else:\n\n" +
    PULL_SOURCES.map(
      ({ name, summary, keys, addresses, url }) =>
        `${name}: ${summary}. ${[...keys, ...addresses].join(", ")}${url === null ? "" : ` (${url})`}`,
    ).join("\n\n"),
  positionals: [{ name: "SOURCE", description: NAMES.join(", ") }],
  flags: [
    { name: "from", value: "DATE", description: "From this ISO 8601 date or date-time on, UTC" },
    { name: "to", value: "DATE", description: "Up to this date or date-time, itself not part of it; now unless given" },
    {
      name: "url",
      value: "URL",
      description: "Where the service is, where neither the environment nor its own cloud is meant",
    },
    { name: "page-size", value: "ROWS", description: "Rows of a page", expects: "count" },
    {
      name: "max-rows",
      value: "ROWS",
      description: "Stop after so many rows; the same command goes on",
      expects: "count",
    },
    { name: "restart", description: "Begin anew, wherever an earlier pull came to" },
    ...RECORD_FLAGS,
  ],
  examples: [
    { command: "understudy pull langfuse --from 2026-11-01", note: "Everything since then; once more, what is new" },
    { command: "understudy pull langfuse --check --max-rows 200", note: "See what the newest rows are good for" },
  ],
  run,
};

async function run(context: Context, args: Args): Promise<Answer> {
  const source = sourceNamed(args.positionals[0] ?? "");
  const url = addressOf(source, args, context);
  const keys = source.keys.map((name) => keyIn(name, context));
  const check = args.on("check");
  const { from, to } = windowIn(args);
  const records = recordOptions(args);
  const size = pageSize(source, args);
  const store = check ? storeIfAny(context) : context.store();
  const asked = { ...records, url, keys, from, to, size, check, restart: args.on("restart") };
  const progress = context.progress({ label: "pull", unit: "rows" });
  const report = await pullLogs(
    source,
    { ...asked, maxRows: args.number("max-rows") ?? null },
    {
      prices: context.prices(),
      store,
      setAside: () => context.setAside(),
      now: () => context.now(),
      newId: () => context.newId(),
      http: (place, request) => context.http(place, request),
      pause: (ms, signal) => pause(ms, undefined, { signal }),
      signal: context.interruption(),
      bookmark: check ? null : bookmarkFile(context.dataFolder, bookmarkName(context, source, asked)),
      onProgress: (rows, waiting) => progress.update(rows, waiting),
    },
  ).finally(() => progress.done());
  const error = report.files[0]?.error ?? null;
  const details = { check, dataFolder: context.dataFolder, prices: context.prices() };
  return {
    json: pullJson(report, details),
    text: (terminal) => pullText(report, details, terminal),
    exit: report.interrupted ? 130 : error === null ? 0 : 3,
  };
}

function sourceNamed(name: string): PullSource {
  const found = PULL_SOURCES.find((source) => source.name === name);
  if (found !== undefined) return found;
  const meant = closest(name, NAMES);
  throw new OperatorError("usage", `nothing can be pulled from ${JSON.stringify(name)}`, {
    field: "SOURCE",
    hint: `${meant === null ? "" : `Did you mean ${meant}? `}Expected one of: ${NAMES.join(", ")}.`,
  });
}

function addressOf({ addresses, url }: PullSource, args: Args, context: Context): string {
  const named = addresses.find((name) => (context.environment(name) ?? "") !== "");
  const [given, field] = [args.text("url"), args.text("url") === undefined ? named : "--url"];
  const text = given ?? (named === undefined ? undefined : context.environment(named)) ?? url;
  if (text === null)
    throw new OperatorError("usage", "it is not said where the service is", {
      field: "--url",
      hint: `Give --url, or put it into the environment: ${addresses.join(", ")}.`,
    });
  const parsed = URL.parse(text);
  const plain = parsed !== null && /^https?:$/u.test(parsed.protocol) && parsed.search === "" && parsed.hash === "";
  if (!plain || parsed.username !== "" || parsed.password !== "")
    throw new OperatorError("usage", "the address of the service is not one that can be asked", {
      ...(field === undefined ? {} : { field }),
      hint: "Expected https://HOST or http://HOST:PORT, without a key in it: keys come from the environment.",
    });
  return parsed.href.replace(/\/+$/u, "");
}

function keyIn(name: string, context: Context): string {
  const key = context.environment(name)?.trim() ?? "";
  if (key === "")
    throw new OperatorError("provider_key_missing", `${name} is not set`, {
      field: name,
      hint: `Put the key into the environment: ${name}. It is taken from nowhere else, and not kept.`,
    });
  return key;
}

function windowIn(args: Args): { readonly from: number | null; readonly to: number | null } {
  const [from, to] = [args.text("from"), args.text("to")];
  const window = checkedWindow({
    ...(from === undefined ? {} : { from: parseInstant(from, "--from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "--to") }),
  });
  return { from: window.from ?? null, to: window.to ?? null };
}

function pageSize({ pageSize: { usual, most }, name }: PullSource, args: Args): number {
  const size = args.number("page-size") ?? usual;
  if (size <= most) return size;
  throw new OperatorError("usage", `${name} hands out at most ${most} rows a page`, { field: "--page-size" });
}

/**
 * One name for one question to one account. Of the keys only 32 bits of a hash are part of it: enough to tell accounts apart, too few to
 * find a key by.
 */
function bookmarkName(
  context: Context,
  { name }: PullSource,
  { url, keys, from, to, project, outcomes }: Omit<PullOptions, "maxRows">,
): string {
  const account = context.hash(keys.join("\n")).slice(0, 8);
  return `${name}-${context.hash(JSON.stringify([url, account, from, to, project, outcomes])).slice(0, 16)}`;
}
