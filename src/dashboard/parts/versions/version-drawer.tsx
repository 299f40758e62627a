import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { problemOf, type Problem } from "../../api/problem.ts";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { TextField } from "../field.tsx";
import { ProblemNotice } from "../notice.tsx";

interface Version {
  readonly name: string;
  readonly version: number;
}

interface Parts<Stored extends Version> {
  /** What there are versions of; also what its queries are kept under, with an s. */
  readonly kind: "config" | "endpoint";
  /** The newest version; null = the first of a new name. */
  readonly of: Stored | null;
  /** What the text begins with. */
  readonly first: string;
  /** What else says which one it is, beside a new name. */
  readonly beside?: ReactNode;
  /** The heading of what is edited. */
  readonly heading: string;
  /** Edits the text. @param refusal what the gateway said of this very text */
  readonly renderEditor: (text: string, onText: (text: string) => void, refusal: Problem | null) => ReactNode;
  /** Whether the text could be stored. */
  readonly ready: (text: string) => boolean;
  readonly store: (name: string, text: string, note: string | null) => Promise<Stored>;
  /** What stands below. */
  readonly children?: (text: string) => ReactNode;
  readonly onClose: () => void;
  readonly onStored: (stored: Stored) => void;
}

/** The next version of something, or the first under a new name: a text, and why. What says the same as the newest version makes no new one. */
export function VersionDrawer<Stored extends Version>(parts: Parts<Stored>) {
  const { kind, of, first, beside, heading, renderEditor, ready, store, children, onClose, onStored } = parts;
  const client = useQueryClient();
  const [name, setName] = useState(of?.name ?? "");
  const [note, setNote] = useState("");
  const [text, setText] = useState(first);
  const storing = useMutation({
    mutationFn: (asked: string) => store(name.trim(), asked, note.trim() === "" ? null : note.trim()),
    onSuccess: async (stored) => {
      if (stored.version === of?.version) return;
      await client.invalidateQueries({ queryKey: [`${kind}s`] });
      void client.invalidateQueries({ queryKey: ["audit"] });
      onClose();
      onStored(stored);
    },
  });
  const ofThis = storing.variables === text;
  return (
    <Dialog open onClose={onClose} shape="drawer" title={of === null ? `New ${kind}` : `Next version of ${of.name}`}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          storing.mutate(text);
        }}
      >
        {of === null && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField label="Name" required value={name} onChange={({ target }) => setName(target.value)} />
            {beside}
          </div>
        )}
        <TextField
          label="Why"
          hint="A note for whoever reads the versions later."
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <p className="text-sm font-medium">{heading}</p>
        {renderEditor(text, setText, storing.isError && ofThis ? problemOf(storing.error) : null)}
        {storing.isError && <ProblemNotice error={storing.error} />}
        {storing.isSuccess && ofThis && storing.data.version === of?.version && (
          <p role="status" className="text-sm text-warn">
            Version {of.version} says the same already: there is nothing to store.
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" weight="primary" busy={storing.isPending} disabled={!ready(text) || name.trim() === ""}>
            Store {of === null ? "it" : `as version ${of.version + 1}`}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
        {children?.(text)}
      </form>
    </Dialog>
  );
}
