import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { parseJson } from "../../../../core/json.ts";
import { replay, type LoggedExchange } from "../../../api/logs.ts";
import { sessionQuery } from "../../../api/session.ts";
import { Button } from "../../../parts/button.tsx";
import { CodeEditor } from "../../../parts/editor/code-editor.tsx";
import { MistakeList } from "../../../parts/editor/mistake-list.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { editable, mistakesIn, type EditedPart, type Mistakes } from "./edited.ts";

import { ReplayDifference } from "./replay-difference.tsx";

const NOTHING_WRONG: Mistakes = { unsendable: [], unfit: [] };

/** A request sent again through its endpoint as it is configured now, edited or not. The original stays as it is. */
export function ReplayTab({ row, onShow }: { readonly row: LoggedExchange; readonly onShow: (id: string) => void }) {
  const begin = useMemo(() => editable(row.request_body, row.dialect), [row.request_body, row.dialect]);
  const [part, setPart] = useState<EditedPart>(begin?.part ?? "messages");
  const [edits, setEdits] = useState<{ readonly [part in EditedPart]?: string }>({});
  const [force, setForce] = useState(false);
  const [allTheSame, setAllTheSame] = useState(false);
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const original = begin === null ? null : begin[part];
  const text = edits[part] ?? original ?? "";
  const { unsendable, unfit } = useMemo(
    () => (begin === null ? NOTHING_WRONG : mistakesIn(text, part, begin)),
    [text, part, begin],
  );
  const mistakes = [...unsendable, ...unfit];
  // What was sent as it is can be sent again as it was.
  const held = unsendable.length > 0 || (unfit.length > 0 && text !== original && !allTheSame);
  const asked = useMutation({
    mutationFn: () => replay(row.request_id, text === original ? null : parseJson(text), force),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["logs"] }),
  });

  if (begin === null || original === null)
    return <p className="text-sm text-soft">The log holds no request body that could be sent again.</p>;
  const may = session.data?.role === "admin" || session.data?.role === "editor";
  const inexact = row.replayability === "truncated" || row.replayability === "redacted";
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-soft">
        It goes through {row.endpoint === null ? "the policy of its project" : `endpoint ${row.endpoint}`} as it is
        configured now: outside sessions, limits and budgets, and written down in the audit log.
      </p>
      {begin.messages !== null && (
        <fieldset className="flex gap-4 text-sm">
          <legend className="sr-only">What to edit</legend>
          {(["messages", "body"] as const).map((one) => (
            <label key={one} className="flex items-center gap-1.5">
              <input className="size-6" type="radio" name="part" checked={part === one} onChange={() => setPart(one)} />
              {one === "messages" ? "the messages" : "the whole body"}
            </label>
          ))}
        </fieldset>
      )}
      <CodeEditor
        key={part}
        label={part === "messages" ? "Messages to send" : "Request body to send"}
        language="json"
        value={text}
        onChange={(next) => setEdits((before) => ({ ...before, [part]: next }))}
        check={(next) => {
          const found = mistakesIn(next, part, begin);
          return [...found.unsendable, ...found.unfit];
        }}
      />
      <MistakeList mistakes={mistakes} />
      {unfit.length > 0 && text !== original && (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-6"
            checked={allTheSame}
            onChange={({ target }) => setAllTheSame(target.checked)}
          />
          Send it although it is not as {row.dialect} has it
        </label>
      )}
      {inexact && (
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-6"
            checked={force}
            onChange={({ target }) => setForce(target.checked)}
          />
          Send it although the log holds it {row.replayability}: the answer is to another request than the client’s
        </label>
      )}
      {!may && session.data !== undefined && (
        <p className="text-sm text-warn">
          Replaying needs a key with the role editor or admin; yours is {session.data.role}.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button weight="primary" busy={asked.isPending} disabled={!may || held} onClick={() => asked.mutate()}>
          Run replay
        </Button>
        {text !== original && (
          <Button onClick={() => setEdits((before) => ({ ...before, [part]: original }))}>Back to the original</Button>
        )}
      </div>
      {asked.isError && <ProblemNotice error={asked.error} />}
      {asked.data !== undefined && <ReplayDifference row={row} result={asked.data} onShow={onShow} />}
    </div>
  );
}
