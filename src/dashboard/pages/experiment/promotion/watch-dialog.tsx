import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { startWatch } from "../../../api/watches.ts";
import { Confirm } from "../../../parts/confirm.tsx";
import { askedWatch, fieldProblem, FIRST_WATCH } from "./promotion-draft.ts";
import { WatchFields } from "./watch-fields.tsx";

/** Holds what serves a scope already to limits from now on, in place of any other watch on it. */
export function WatchDialog({ scope, onClose }: { readonly scope: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(FIRST_WATCH);
  const doing = useMutation({
    mutationFn: () => startWatch(scope, askedWatch(draft)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["watches"] });
      onClose();
    },
  });
  const wrong = doing.isError ? fieldProblem(problemOf(doing.error)) : null;
  return (
    <Confirm
      title={`Watch the candidate on ${scope}`}
      action="Watch it"
      busy={doing.isPending}
      error={wrong === null ? doing.error : null}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    >
      <WatchFields draft={draft} wrong={wrong} onChange={setDraft} />
    </Confirm>
  );
}
