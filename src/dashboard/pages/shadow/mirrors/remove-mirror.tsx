import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeMirror, type Mirror } from "../../../api/mirrors.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";

/** Asks once more before a mirror is forgotten. */
export function RemoveMirror({ mirror, onClose }: { readonly mirror: Mirror; readonly onClose: () => void }) {
  const client = useQueryClient();
  const removed = useMutation({
    mutationFn: () => changeMirror(mirror.id, "remove"),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["mirrors"] });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Remove this mirror?"
      description={`${mirror.candidate} is asked nothing more of ${mirror.scope}. What was compared stays.`}
    >
      {removed.isError && <ProblemNotice error={removed.error} />}
      <div className="flex gap-2">
        <Button weight="danger" busy={removed.isPending} onClick={() => removed.mutate()}>
          Remove the mirror
        </Button>
        <Button onClick={onClose}>Keep it</Button>
      </div>
    </Dialog>
  );
}
