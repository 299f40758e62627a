import { Command } from "../parts/command.tsx";
import { KeyForm } from "./key-form.tsx";

/** Looked at before the router goes on to a page. */
const LINK_USED = new URLSearchParams(location.search).get("login") === "used";

/** What a stranger sees. */
export function SignIn() {
  return (
    <main className="mx-auto flex min-h-screen max-w-md flex-col justify-center gap-4 p-4">
      <h1 className="text-2xl font-semibold">Understudy</h1>
      {LINK_USED && (
        <p role="alert" className="rounded-md border border-warn bg-warn-soft p-2 text-sm">
          That link was used before, or is older than 15 minutes.
        </p>
      )}
      <p className="text-sm text-soft">
        Sign in with the link that <code>understudy up</code> printed when it first started. Each link works once; this
        prints another, on the machine where the gateway runs:
      </p>
      <Command>understudy login</Command>
      <div className="border-t border-rule pt-4">
        <KeyForm label="Or a key" />
      </div>
    </main>
  );
}
