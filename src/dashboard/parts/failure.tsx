import { useQueryClient } from "@tanstack/react-query";
import { problemOf } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { ProblemNotice } from "./notice.tsx";

/** What stands where a page or a part of it could not be drawn: why, and two ways on. */
export function Failure({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const client = useQueryClient();
  const problem = problemOf(error);
  const shown = problem === error ? problem : new Error(`${whyOf(problem.message)} (${problem.message})`);
  const again = async (): Promise<void> => {
    // What it could not show is asked for anew, also where another part of the page shows it.
    client.removeQueries({ type: "inactive" });
    await client.refetchQueries({ type: "active" });
    reset();
  };
  return (
    <ProblemNotice error={shown} retry={() => void again()}>
      <Button onClick={() => location.reload()}>Load the page again</Button>
    </ProblemNotice>
  );
}

function whyOf(message: string): string {
  return /dynamically imported|module script/u.test(message)
    ? "Code of this page could not be fetched: the gateway may be of another version by now. Load the page again."
    : "This part of the page cannot show what it was given: the gateway may be of another version than the page.";
}
