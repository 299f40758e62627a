import { Link } from "@tanstack/react-router";
import { counted } from "../../../../core/counts.ts";
import type { ShadowPairing } from "../../../api/shadow.ts";
import type { TableColumn } from "../../../parts/table-column.ts";
import { VirtualTable } from "../../../parts/virtual-table.tsx";
import { ResultBadge } from "./result-badge.tsx";

/** What a pair is called: its contract and case; of mirrored traffic when it was compared, and who answered. */
export function titleOf({ contract, case: id, trial, primary, at }: ShadowPairing): string {
  const named = [contract, id].filter((part) => part !== null).join(" / ");
  if (named === "") return `${at.slice(11, 19)}, ${primary.target ?? "nobody"}`;
  return trial === 1 ? named : `${named}, trial ${trial}`;
}

const COLUMNS: readonly TableColumn<ShadowPairing>[] = [
  { id: "number", header: "#", width: 48, numeric: true, cell: ({ number }) => number },
  { id: "result", header: "Result", width: 140, cell: (pair) => <ResultBadge pair={pair} /> },
  {
    id: "pair",
    header: "Pair",
    width: 150,
    cell: (pair) => (
      <Link
        to="/shadow/runs/$id"
        params={{ id: pair.run }}
        search={(before) => ({ ...before, pair: pair.number })}
        replace
        title={titleOf(pair)}
        className="hover:underline"
        onClick={(event) => event.stopPropagation()}
      >
        {titleOf(pair)}
      </Link>
    ),
  },
  {
    id: "differs",
    header: "Differs",
    width: 80,
    cell: ({ differs, differences }) => (differs ? counted(differences.length, "place") : "no"),
  },
];

const numberOf = ({ number }: ShadowPairing): string => String(number);

/** Pairs of a run in their order. */
export function PairList({
  pairs,
  active,
  onOpen,
  onEnd,
}: {
  readonly pairs: readonly ShadowPairing[];
  readonly active: number;
  readonly onOpen: (pair: ShadowPairing) => void;
  readonly onEnd: () => void;
}) {
  return (
    <VirtualTable
      label="Pairs of the run"
      rows={pairs}
      columns={COLUMNS}
      rowId={numberOf}
      active={active}
      onOpen={onOpen}
      onEnd={onEnd}
      height="max-h-64 lg:max-h-[75vh]"
    />
  );
}
