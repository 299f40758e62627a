import type { AnswerDifference } from "../../../compare/difference.ts";
import { Badge } from "../badge.tsx";
import { BlockTable, type BlockColumn } from "../block-table.tsx";

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
  const columns: readonly BlockColumn<AnswerDifference>[] = [
    {
      head: "Field",
      render: ({ path }) => <code className="text-xs">{path === "" ? "(whole answer)" : path}</code>,
    },
    { head: "Kind", render: ({ kind }) => <Badge tone="warn">{kind.replaceAll("_", " ")}</Badge> },
    { head: names[0], render: ({ original }) => <code className="text-xs text-bad">{text(original)}</code> },
    { head: names[1], render: ({ replay }) => <code className="text-xs text-good">{text(replay)}</code> },
  ];
  return (
    <BlockTable
      caption="Fields that differ"
      columns={columns}
      rows={differences}
      rowKey={({ kind, path }) => `${kind} ${path}`}
    />
  );
}
