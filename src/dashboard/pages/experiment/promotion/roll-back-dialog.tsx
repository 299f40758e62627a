import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { rollBack, rollbackQuery } from "../../../api/attachments.ts";
import { servingChanged, type PromotedScope } from "../../../api/promotions.ts";
import { Confirm } from "../../../parts/confirm.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { Skeleton } from "../../../parts/skeleton.tsx";
import { ChangeShown } from "./change-shown.tsx";
import { shareText } from "./promotion-draft.ts";
import { servedText } from "./served-text.ts";

/** Asks before a candidate is taken back, and says what comes back: what served before the last change, or before the candidate had any share. */
export function RollBackDialog({
  promoted: { scope, history },
  onClose,
}: {
  readonly promoted: PromotedScope;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  // With one promotion, both come to the same.
  const shares = new Set(history.flatMap(({ percent }) => (percent > 0 ? [percent] : [])));
  const [whole, setWhole] = useState(false);
  const preview = useQuery(rollbackQuery(scope, whole));
  const doing = useMutation({
    mutationFn: () => rollBack(scope, whole),
    onSuccess: async () => {
      await servingChanged(client);
      onClose();
    },
  });
  const back = history.find(({ serves }) => serves === preview.data?.after.config);
  return (
    <Confirm
      title={`Roll ${scope} back?`}
      action="Roll back"
      danger
      busy={doing.isPending}
      error={doing.error}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    >
      {shares.size > 1 && (
        <fieldset className="mb-3 flex flex-col gap-2">
          <legend className="mb-1 font-medium">How far back</legend>
          {[false, true].map((all) => (
            <label key={String(all)} className="flex min-h-[24px] items-center gap-2">
              <input
                type="radio"
                name="whole"
                checked={whole === all}
                onChange={() => setWhole(all)}
                className="size-4 shrink-0 accent-accent"
              />
              {all ? "To what served before the candidate had any share" : "To what served before the last change"}
            </label>
          ))}
        </fieldset>
      )}
      {preview.isPending && <Skeleton lines={3} label="Asking what comes back" />}
      {preview.isError && <ProblemNotice error={preview.error} retry={() => void preview.refetch()} />}
      {preview.isSuccess && (
        <>
          <p className="mb-2">
            From the next request on <strong className="wrap-anywhere">{servedText(preview.data.after)}</strong> serves{" "}
            {scope} again, instead of <strong className="wrap-anywhere">{servedText(preview.data.before)}</strong>.{" "}
            {back !== undefined && back.percent > 0
              ? `The candidate has ${shareText(back.percent)} then.`
              : "The candidate serves none of it then."}
          </p>
          <ChangeShown change={preview.data} />
        </>
      )}
    </Confirm>
  );
}
