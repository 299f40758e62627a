import type { ReactNode } from "react";
import { problemOf } from "../api/problem.ts";
import { ProblemNotice } from "./notice.tsx";

/** What a record was asked for with. */
export interface Asked {
  readonly error: unknown;
  readonly refetch: () => unknown;
}

/** Why one thing of a list cannot be shown: of one that is gone the way on is the list, not to ask again. */
export function RecordProblem({
  what,
  asked,
  list,
}: {
  /** `experiment` */
  readonly what: string;
  readonly asked: Asked;
  /** What leads to the others. */
  readonly list: ReactNode;
}) {
  const gone = problemOf(asked.error).kind === "gone";
  return (
    <ProblemNotice error={asked.error} gone={what} {...(gone ? {} : { retry: () => void asked.refetch() })}>
      {list}
    </ProblemNotice>
  );
}
