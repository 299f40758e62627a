import { OperatorError } from "../core/errors.ts";
import { splitTarget } from "../core/target.ts";
import type { Frame } from "../replay/frame.ts";
import { tagsOf, type RowFilter } from "../replay/rows.ts";
import type { WindowBounds } from "./window.ts";

const MOST_LISTED = 8;

/** Why no row is in a window: a filter that fits nothing in the whole log, else where the log's rows are. */
export function emptyWindow(
  frame: Frame,
  filter: RowFilter,
  bounds: WindowBounds,
  log: { readonly oldest: number; readonly newest: number },
): OperatorError {
  for (const [flag, wanted, known] of valuesOf(frame, filter)) {
    if (wanted === undefined || known.has(wanted)) continue;
    const names = [...known].toSorted();
    const more = names.length - MOST_LISTED;
    const listed = names.slice(0, MOST_LISTED).join(", ") + (more > 0 ? ` and ${more} more` : "");
    return new OperatorError("window_empty", `no row of the log fits ${flag} ${JSON.stringify(wanted)}`, {
      field: flag,
      hint: names.length === 0 ? "No row of the log has one: drop the filter." : `The log holds: ${listed}.`,
    });
  }
  const iso = (at: number): string => new Date(at).toISOString();
  const { from, to } = bounds;
  const asked =
    from === undefined && to === undefined
      ? "the log"
      : `${from === undefined ? "the beginning" : iso(from)} to ${to === undefined ? "now" : iso(to)}`;
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return new OperatorError("window_empty", `no row ${filtered ? "fits the filters" : "is"} in ${asked}`, {
    hint: `The log goes from ${iso(log.oldest)} to ${iso(log.newest)}: widen the window (--from, --to, --last with --newest)${filtered ? " or drop a filter" : ""}.`,
  });
}

type Values = readonly [flag: string, wanted: string | undefined, known: ReadonlySet<string>];

function valuesOf(frame: Frame, filter: RowFilter): readonly Values[] {
  const column = (name: Parameters<Frame["dictionary"]>[0]): readonly string[] =>
    frame.dictionary(name).filter((text): text is string => text !== null);
  const targets = column("target");
  const parts = targets.flatMap((target) => splitTarget(target) ?? []);
  return [
    ["--project", filter.project, new Set(column("project"))],
    ["--endpoint", filter.endpoint, new Set(column("endpoint"))],
    ["--api-key", filter.api_key, new Set(column("api_key"))],
    ["--user", filter.end_user, new Set(column("end_user"))],
    ["--strategy", filter.strategy, new Set(column("strategy"))],
    ["--model", filter.model, new Set([...targets, ...parts.map(({ model }) => model), ...column("model_requested")])],
    ["--provider", filter.provider, new Set(parts.map(({ provider }) => provider))],
    ["--tag", filter.tag, new Set(column("tags").flatMap(tagsOf))],
  ];
}
