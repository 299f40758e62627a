import type { AnswerDifference } from "../../../compare/difference.ts";
import { Badge } from "../badge.tsx";

const SIDES = ["baseline", "candidate"] as const;

function text(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Where two answers differ, field by field. */
export function FieldDifferences({
  differences,
  names = SIDES,
}: {
  readonly differences: readonly AnswerDifference[];
  readonly names?: readonly [string, string];
}) {
  if (differences.length === 0) return <p className="text-sm text-soft">No field differs.</p>;
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {differences.map(({ kind, path, original, replay }) => (
        <li key={`${kind} ${path}`} className="rounded-md border border-rule p-2">
          <p className="flex flex-wrap items-center gap-2">
            <Badge tone="warn">{kind.replaceAll("_", " ")}</Badge>
            <code className="text-xs">{path === "" ? "(whole answer)" : path}</code>
          </p>
          <dl className="mt-1 grid gap-x-3 gap-y-1 sm:grid-cols-2">
            <div>
              <dt className="text-xs text-soft">{names[0]}</dt>
              <dd className="font-mono text-xs wrap-anywhere text-bad">{text(original)}</dd>
            </div>
            <div>
              <dt className="text-xs text-soft">{names[1]}</dt>
              <dd className="font-mono text-xs wrap-anywhere text-good">{text(replay)}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ul>
  );
}
