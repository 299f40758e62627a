import { Dialog as Primitive } from "radix-ui";
import { useRef, type ReactNode } from "react";
import { Boundary } from "./boundary.tsx";

interface Parts {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  /** `drawer` comes in from the right and leaves the page in view. */
  readonly shape?: "dialog" | "drawer";
  readonly children: ReactNode;
}

const SHAPES = {
  dialog: "inset-x-3 top-[6vh] mx-auto max-h-[88vh] max-w-2xl rounded-lg",
  drawer: "inset-y-0 right-0 w-full max-w-4xl border-l",
} as const;

/** Something to be answered before going on, or looked at closely. Esc and a click beside it close it; the focus stays inside, and goes back to where it was. */
export function Dialog({ open, onClose, title, description, shape = "dialog", children }: Parts) {
  const opener = useRef<Element | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={(stays) => !stays && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Primitive.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={() => {
            opener.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveBack(opener.current);
          }}
          className={`fixed z-50 overflow-y-auto border border-rule bg-paper p-4 text-ink shadow-xl ${SHAPES[shape]}`}
        >
          <div className="mb-3 flex items-start justify-between gap-3">
            <Primitive.Title className="text-lg font-semibold">{title}</Primitive.Title>
            <Primitive.Close className="rounded-md px-2 text-xl text-soft hover:bg-card" aria-label="Close">
              ×
            </Primitive.Close>
          </div>
          {description !== undefined && (
            <Primitive.Description className="mb-3 text-sm text-soft">{description}</Primitive.Description>
          )}
          <Boundary>{children}</Boundary>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The focus to what had it before; to the page where that is gone, or was nothing. */
function giveBack(element: Element | null): void {
  const back = element instanceof HTMLElement && element.isConnected && element !== document.body ? element : null;
  (back ?? document.querySelector<HTMLElement>("main"))?.focus({ preventScroll: true });
}
