import { useQuery } from "@tanstack/react-query";
import { windowRowsQuery } from "../../api/new-runs.ts";
import { filterOf, formMistakes, windowOf } from "./asked.ts";
import type { RunForm } from "./form-names.ts";

/** How many rows a form is about; the count before it while another is asked for. */
export function useRowCount(form: RunForm) {
  const { from, metadata } = formMistakes(form);
  return useQuery({
    ...windowRowsQuery({ window: windowOf(form), filter: filterOf(form) }),
    enabled: from === undefined && metadata === undefined,
    placeholderData: (before: number | undefined) => before,
  });
}
