import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { thousands } from "../../core/counts.ts";
import { waiting } from "../../core/figures/milliseconds.ts";
import { usd } from "../../core/figures/money.ts";
import {
  cancelRun,
  goesOn,
  resumable,
  resumeRun,
  useRunProgress,
  type RunPath,
  type RunProgress,
} from "../api/runs.ts";
import { Button } from "./button.tsx";
import { Command } from "./command.tsx";
import { ProblemNotice } from "./notice.tsx";
import { Progress } from "./progress.tsx";
import { RunState } from "./run-state.tsx";

/** What goes on with a run, but for its id. */
const RESUMES: Readonly<Record<RunPath, string>> = {
  experiments: "understudy experiment resume",
  "judge-runs": "understudy judge resume",
};

/** How a paid run stands: live while it runs, with its spend against its cap; it can be stopped, and gone on with. */
export function RunPanel({
  path,
  progress: last,
  unit,
  stale,
}: {
  readonly path: RunPath;
  readonly progress: RunProgress;
  /** What it is done with one after the other: `pairs`. */
  readonly unit: string;
  /** What is asked for again when it has ended. */
  readonly stale: QueryKey;
}) {
  const client = useQueryClient();
  const [resumed, setResumed] = useState(0);
  const [wanted, setWanted] = useState(false);
  const running = goesOn(last) || wanted;
  const { progress } = useRunProgress(path, last, running ? `${resumed}` : null, stale);
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: stale });
  const stopping = useMutation({ mutationFn: () => cancelRun(path, last.id), onSettled: again });
  const resuming = useMutation({
    mutationFn: () => resumeRun(path, last.id),
    onSuccess: () => {
      setResumed(resumed + 1);
      setWanted(true);
    },
  });
  const { state, reason, finished, units, spent_usd: spent, reserved_usd: reserved, cap_usd: cap } = progress;
  const problem = stopping.error ?? resuming.error;
  const money = (
    <div className="mt-1 grid gap-x-4 text-sm text-soft sm:grid-cols-2">
      <p>
        Spent {usd(spent)} of at most {usd(cap)}
        {reserved > 0 && `, ${usd(reserved)} more set aside`}
        <meter
          aria-label="Spend against the cap"
          min={0}
          max={Math.max(cap, spent, Number.MIN_VALUE)}
          value={spent}
          className="ml-2 h-2 w-24 align-middle"
        />
      </p>
      <p>
        {goesOn(progress)
          ? `${thousands(progress.in_flight)} under way${progress.ms_left === null ? "" : `, about ${waiting(progress.ms_left)} left`}`
          : (reason ?? "")}
      </p>
    </div>
  );
  return (
    <div aria-live="polite">
      <Progress done={finished} total={units} label={`${unit} done`} below={money}>
        <span className="flex flex-wrap items-center gap-2">
          <RunState state={state} />
          {goesOn(progress) && (
            <Button weight="danger" busy={stopping.isPending} onClick={() => stopping.mutate()}>
              Cancel
            </Button>
          )}
          {resumable(progress) && (
            <Button busy={resuming.isPending} onClick={() => resuming.mutate()}>
              Go on
            </Button>
          )}
        </span>
      </Progress>
      {resumable(progress) && (
        <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
          <p>What is done stays; it goes on with what is left, under the same cap, here or with</p>
          <Command>{`${RESUMES[path]} ${last.id}`}</Command>
        </div>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  );
}
