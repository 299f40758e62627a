import { isObject, textOf } from "../../../../core/json.ts";
import type { JudgeLine } from "../../../api/judge.ts";

/** A judge that was asked for along with the run. */
export interface AwaitedJudge {
  readonly judge: string;
  readonly protocol: JudgeLine["protocol"];
  readonly criterion: string;
}

/** The judge of a stored request; null where none was asked for. */
export function awaitedJudge(request: unknown): AwaitedJudge | null {
  const asked = isObject(request) ? request["judge"] : undefined;
  if (!isObject(asked)) return null;
  const [judge, criterion] = [textOf(asked["judge"]), textOf(asked["criterion"])];
  const protocol = asked["protocol"] === "equivalence" ? "equivalence" : "pairwise";
  return judge === null || criterion === null ? null : { judge, protocol, criterion };
}

/** Whether one of these runs is the one that was asked for. */
export function hasBegun({ judge, protocol, criterion }: AwaitedJudge, runs: readonly JudgeLine[]): boolean {
  return runs.some((run) => run.judge === judge && run.protocol === protocol && run.rubric.criterion === criterion);
}
