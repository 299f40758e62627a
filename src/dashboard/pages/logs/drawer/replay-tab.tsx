import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { parseJson } from "../../../../core/json.ts";
import { replay, type LoggedExchange } from "../../../api/logs.ts";
import { sessionQuery } from "../../../api/session.ts";
import { Button } from "../../../parts/button.tsx";
import { CodeEditor } from "../../../parts/editor/code-editor.tsx";
import { ProblemNotice } from "../../../parts/notice.tsx";
import { editable, mistakesIn, type EditedPart } from "./edited.ts";
import { ReplayDifference } from "./replay-difference.tsx";

/** A request sent again through its endpoint as it is configured now, edited or not. The original stays as it is. */
export function ReplayTab({ row, onShow }: { readonly row: LoggedExchange; readonly onShow: (id: string) => void }) {
  const begin = useMemo(() => editable(row.request_body), [row.request_body]);
  const [part, setPart] = useState<EditedPart>(begin?.part ?? "messages");
  const [edits, setEdits] = useState<{ readonly [part in EditedPart]?: string }>({});
  const [force, setForce] = useState(false);
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const original = begin === null ? null : begin[part];
  const text = edits[part] ?? original ?? "";
  const mistakes = useMemo(() => (original === null ? [] : mistakesIn(text, part)), [text, part, original]);
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
        check={(next) => mistakesIn(next, part)}
      />
      {mistakes[0] !== undefined && <p className="text-sm text-bad">{mistakes[0].message}</p>}
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
        <Button
          weight="primary"
          busy={asked.isPending}
          disabled={!may || mistakes.length > 0}
          onClick={() => asked.mutate()}
        >
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
