import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ProblemNotice } from "./notice.tsx";

/** Asks before something is done that others notice: what it is, what it will change, and what went wrong with it. */
export function Confirm({
  title,
  action,
  busy,
  error,
  danger = false,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  /** On the button: what will be done. */
  readonly action: string;
  readonly busy: boolean;
  /** Null = nothing went wrong. */
  readonly error: unknown;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Dialog open onClose={onClose} title={title}>
      <div className="text-sm">{children}</div>
      {error !== null && <ProblemNotice error={error} />}
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Leave it as it is</Button>
        <Button weight={danger ? "danger" : "primary"} busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
