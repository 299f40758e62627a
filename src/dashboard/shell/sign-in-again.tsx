import { Command } from "../parts/command.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { KeyForm } from "./key-form.tsx";

/** Signs in over the page as it stands, so that nothing on it is lost. */
export function SignInAgain({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Sign in again"
      description="The session is over: it lasts 12 hours, and ends when the gateway starts anew. What is on this page stays as it is."
    >
      <KeyForm label="A key" />
      <p className="mt-4 mb-2 border-t border-rule pt-4 text-sm text-soft">
        Or open a new link in another tab of this browser; this page notices:
      </p>
      <Command>understudy login</Command>
    </Dialog>
  );
}
