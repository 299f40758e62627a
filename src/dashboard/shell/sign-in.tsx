import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sessionQuery, signIn } from "../api/session.ts";
import { Button } from "../parts/button.tsx";
import { Command } from "../parts/command.tsx";
import { TextField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";

/** Looked at before the router goes on to a page. */
const LINK_USED = new URLSearchParams(location.search).get("login") === "used";

/** What a stranger sees, and what is left of the page when a session ends. */
export function SignIn() {
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const asked = useMutation({
    mutationFn: () => signIn(key.trim()),
    onSuccess: async (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      await client.invalidateQueries();
    },
  });
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
      <form
        className="flex flex-col gap-3 border-t border-rule pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          asked.mutate();
        }}
      >
        <TextField
          label="Or a key"
          hint="One with the role viewer, editor or admin. It is not kept in this browser."
          type="password"
          autoComplete="off"
          required
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        {asked.isError && <ProblemNotice error={asked.error} />}
        <Button type="submit" weight="primary" busy={asked.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
