import { ORIGINS, STATUSES } from "../core/exchange.ts";
import { OperatorError } from "../core/errors.ts";
import { checkedWindow, parseDuration, parseInstant, type WindowRequest } from "../actions/window.ts";
import { keyInRows } from "../actions/keys.ts";
import type { Control } from "../store/control.ts";
import type { ExchangeFilter } from "../store/traffic.ts";
import type { Args, Flag } from "./command.ts";

/** Which slice of time: shared by every command that reads the log. */
export const WINDOW_FLAGS: readonly Flag[] = [
  { name: "last", value: "LENGTH", description: "The last 30m, 24h, 7d or 2w" },
  { name: "newest", description: "Count --last (7d where not given) back from the newest row, not from now" },
  { name: "from", value: "DATE", description: "From this ISO 8601 date or date-time on, UTC" },
  { name: "to", value: "DATE", description: "Up to this date or date-time, itself not part of the window" },
];

/** The same of what is not the log: there is no newest row to count from. */
export const TIME_FLAGS: readonly Flag[] = WINDOW_FLAGS.filter(({ name }) => name !== "newest");

/** Which rows: shared by every command that reads the log. */
export const ROW_FLAGS: readonly Flag[] = [
  { name: "project", value: "NAME", description: "Rows of this project" },
  { name: "endpoint", value: "NAME", description: "Rows of this endpoint" },
  { name: "model", value: "MODEL", description: "Rows served by or asked of this model, or `model:provider`" },
  { name: "provider", value: "NAME", description: "Rows served by this provider" },
  { name: "user", value: "ID", description: "Rows of this end user" },
  { name: "tag", value: "TAG", description: "Rows that carry this tag" },
  { name: "feature", value: "NAME", description: "Rows of this feature: metadata.feature, or a `feature:` tag" },
  { name: "meta", value: "KEY=VALUE", description: "Rows whose metadata holds this value", repeatable: true },
  {
    name: "api-key",
    value: "NAME",
    description: "Rows that came in with this API key: its name, its first characters or its id",
  },
  { name: "strategy", value: "NAME", description: "Rows decided by this strategy" },
  { name: "origin", value: "ORIGIN", description: "Rows of this origin", choices: ORIGINS, repeatable: true },
];

/** The same, and how a row ended. */
export const FILTER_FLAGS: readonly Flag[] = [
  ...ROW_FLAGS,
  { name: "status", value: "STATUS", description: "Rows that ended like this", choices: STATUSES },
  { name: "session", value: "ID", description: "Rows of this session" },
  { name: "parent", value: "ID", description: "Replays of this request" },
];

/** The window that was asked for. Throws `window_invalid`. */
export function windowOf(args: Args): WindowRequest {
  return checkedWindow({ ...timeOf(args), ...(args.on("newest") ? { newest: true } : {}) });
}

/** The window of `TIME_FLAGS`. Throws `window_invalid`. */
export function timeOf(args: Args): WindowRequest {
  const last = args.text("last");
  const from = args.text("from");
  const to = args.text("to");
  return checkedWindow({
    ...(last === undefined ? {} : { last: parseDuration(last, "--last") }),
    ...(from === undefined ? {} : { from: parseInstant(from, "--from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "--to") }),
  });
}

/** The filter that was asked for, its window apart. Throws `usage`. */
export function filterOf(args: Args, control: () => Pick<Control, "keys">): ExchangeFilter {
  const [status, session, parent] = [args.text("status"), args.text("session"), args.text("parent")];
  return {
    ...rowFilterOf(args, control),
    ...(status === undefined ? {} : { status }),
    ...(session === undefined ? {} : { session }),
    ...(parent === undefined ? {} : { parent_request_id: parent }),
  };
}

/** The filter of `ROW_FLAGS`. Throws `usage`. */
export function rowFilterOf(args: Args, control: () => Pick<Control, "keys">): ExchangeFilter {
  const metadata = Object.fromEntries(args.list("meta").map((text) => pairOf(text, "--meta")));
  const origins = args.list("origin");
  const key = args.text("api-key");
  const named = {
    project: args.text("project"),
    endpoint: args.text("endpoint"),
    model: args.text("model"),
    provider: args.text("provider"),
    end_user: args.text("user"),
    tag: args.text("tag"),
    feature: args.text("feature"),
    api_key: key === undefined ? undefined : keyInRows(control(), key),
    strategy: args.text("strategy"),
  };
  return {
    ...(Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as ExchangeFilter),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(origins.length === 0 ? {} : { origins }),
  };
}

/** The two halves of `KEY=VALUE`, or of what else was expected. Throws `usage`. */
export function pairOf(text: string, field: string, expected = "KEY=VALUE"): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new OperatorError("usage", `${field} does not take ${JSON.stringify(text)}`, {
    field,
    hint: `Expected ${expected}.`,
  });
}
