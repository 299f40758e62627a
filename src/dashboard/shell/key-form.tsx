import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sessionQuery, signIn } from "../api/session.ts";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { ProblemNotice } from "../parts/notice.tsx";

/** Signs in with a key. */
export function KeyForm({ label }: { readonly label: string }) {
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
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        asked.mutate();
      }}
    >
      <TextField
        label={label}
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
  );
}
