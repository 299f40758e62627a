import { useContext, useState, type ReactNode } from "react";
import { problemOf } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { SigningInAgainContext } from "./signing-in-again.ts";

const TITLES = {
  offline: "The gateway does not answer",
  signed_out: "You are signed out",
  forbidden: "Your key does not reach this far",
  gone: "It is not there (any more)",
  refused: "This cannot be done as it stands",
  broken: "Something went wrong",
} as const;

/** What went wrong, as the API said it, and a way on. */
export function ProblemNotice({
  error,
  retry,
  gone,
  children,
}: {
  readonly error: unknown;
  readonly retry?: () => void;
  /** What is not there, where the API says that: `experiment`. */
  readonly gone?: string;
  readonly children?: ReactNode;
}) {
  const problem = problemOf(error);
  const again = useContext(SigningInAgainContext);
  const [before] = useState(again?.times);
  const signsIn = problem.kind === "signed_out" && again !== null;
  if (signsIn && again.times !== before)
    return (
      <p role="status" className="my-3 text-sm text-soft">
        You are signed in again: what was refused for want of it can be done now.
      </p>
    );
  return (
    <div role="alert" className="my-3 rounded-md border border-bad bg-bad-soft p-3 text-sm">
      <p className="font-semibold text-bad">
        {problem.kind === "gone" && gone !== undefined ? `This ${gone} is not there (any more)` : TITLES[problem.kind]}
      </p>
      <p className="mt-1">
        {problem.message}
        {problem.field !== null && (
          <>
            {" "}
            (<code>{problem.field}</code>)
          </>
        )}
      </p>
      {problem.hint !== null && <p className="mt-1 text-soft">{problem.hint}</p>}
      {(retry !== undefined || children !== undefined || signsIn) && (
        <div className="mt-2 flex flex-wrap gap-2">
          {signsIn && (
            <Button weight="primary" onClick={again.begin}>
              Sign in again
            </Button>
          )}
          {retry !== undefined && <Button onClick={retry}>Try again</Button>}
          {children}
        </div>
      )}
    </div>
  );
}
