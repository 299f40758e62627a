import { useMutation, useQueryClient } from "@tanstack/react-query";
import { rollBackEndpoint, type Endpoint } from "../../api/endpoints.ts";
import { Confirm } from "../../parts/confirm.tsx";

/** Asks before an older version is stored again as the newest. */
export function RollBackDialog({
  to,
  newest,
  onClose,
  onStored,
}: {
  readonly to: Endpoint;
  readonly newest: Endpoint;
  readonly onClose: () => void;
  readonly onStored: (endpoint: Endpoint) => void;
}) {
  const client = useQueryClient();
  const restoring = useMutation({
    mutationFn: () => rollBackEndpoint(to, to.version),
    onSuccess: async (stored) => {
      await client.invalidateQueries({ queryKey: ["endpoints"] });
      void client.invalidateQueries({ queryKey: ["audit"] });
      onClose();
      onStored(stored);
    },
  });
  return (
    <Confirm
      title={`Roll ${to.name} back to @${to.version}?`}
      action="Roll back"
      danger
      busy={restoring.isPending}
      error={restoring.error}
      onConfirm={() => restoring.mutate()}
      onClose={onClose}
    >
      Version {newest.version + 1} will say what version {to.version} says, and serve from the next request on instead
      of version {newest.version}.
    </Confirm>
  );
}
