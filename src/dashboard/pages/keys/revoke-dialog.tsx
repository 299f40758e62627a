import { useMutation, useQueryClient } from "@tanstack/react-query";
import { revokeKey, type Key } from "../../api/keys.ts";
import { Confirm } from "../../parts/confirm.tsx";

/** A key that is revoked opens nothing any more, and never will again. */
export function RevokeDialog({
  of: { id, name, prefix },
  onClose,
}: {
  readonly of: Key;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeKey(id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["keys"] });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Revoke ${name}?`}
      action="Revoke it"
      danger
      busy={revoking.isPending}
      error={revoking.error}
      onConfirm={() => revoking.mutate()}
      onClose={onClose}
    >
      Whoever uses the key that begins with <code>{prefix}</code> is refused from now on. This cannot be undone.
    </Confirm>
  );
}
