import { useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { keysInForce, useKeys } from "./keys.ts";

/** `?` shows what the keyboard does here. */
export function KeyList() {
  const [open, setOpen] = useState(false);
  useKeys([{ key: "?", does: "show this list", run: () => setOpen(true) }]);
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title="Keyboard">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
        {open &&
          keysInForce().map(({ key, does }) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="rounded border border-strong-rule bg-card px-2 py-0.5 font-mono">{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        <dt>
          <kbd className="rounded border border-strong-rule bg-card px-2 py-0.5 font-mono">Esc</kbd>
        </dt>
        <dd>close what is open</dd>
      </dl>
    </Dialog>
  );
}
