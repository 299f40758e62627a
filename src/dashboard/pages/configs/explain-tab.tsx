import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { usd } from "../../../core/figures/money.ts";
import { isObject, parseJson } from "../../../core/json.ts";
import { explain, type Explained } from "../../api/explain.ts";
import { Button } from "../../parts/button.tsx";
import { DecisionTraceView } from "../../parts/decision-trace.tsx";
import { CodeEditor } from "../../parts/editor/code-editor.tsx";
import { syntaxMistake } from "../../parts/editor/json-syntax.ts";
import { TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";

const FIRST = `${JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Where is my order?" }] }, null, 2)}\n`;

function mistakesIn(text: string) {
  if (isObject(parseJson(text))) return [];
  return [syntaxMistake(text) ?? { at: 0, message: "Expected a JSON object: the body of a request." }];
}

/** Why a request goes where it goes under this version: one of the log, or one that is pasted. Nothing is sent. @param config `NAME@VERSION` */
export function ExplainTab({
  config,
  request,
  onRequest,
}: {
  readonly config: string;
  /** The id of the logged request that the address asks about; null = none. */
  readonly request: string | null;
  readonly onRequest: (id: string | null) => void;
}) {
  const [kind, setKind] = useState<"pasted" | "logged">(request === null ? "pasted" : "logged");
  const [text, setText] = useState(FIRST);
  const [id, setId] = useState(request ?? "");
  const asked = useMutation({
    mutationFn: ({ by, about }: { readonly by: string; readonly about: string | object }) => explain(by, about),
  });
  const { mutate } = asked;
  // Asking costs nothing and sends nothing: an address that names a request shows what its sender saw.
  useEffect(() => {
    if (request !== null) mutate({ by: config, about: request });
  }, [request, config, mutate]);
  const ready = kind === "logged" ? id.trim() !== "" : mistakesIn(text).length === 0;
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <form
        className="flex min-w-0 flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (kind === "pasted") {
            onRequest(null);
            mutate({ by: config, about: parseJson(text) as object });
          } else if (id.trim() === request) mutate({ by: config, about: request });
          else onRequest(id.trim());
        }}
      >
        <fieldset className="flex flex-wrap gap-4 text-sm">
          <legend className="sr-only">Which request</legend>
          {(["pasted", "logged"] as const).map((one) => (
            <label key={one} className="flex items-center gap-1.5">
              <input className="size-6" type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
              {one === "pasted" ? "a request pasted here" : "a logged request"}
            </label>
          ))}
        </fieldset>
        {kind === "pasted" ? (
          <>
            <CodeEditor label="Request" language="json" value={text} onChange={setText} check={mistakesIn} />
            <p className="text-xs text-soft">
              A provider’s request body, or{" "}
              <code>{'{"request": body, "project", "end_user", "tags", "metadata", "input_tokens", …}'}</code>.
            </p>
          </>
        ) : (
          <TextField
            label="Request id"
            hint="As the log shows it, or the id its source gave it."
            value={id}
            onChange={({ target }) => setId(target.value)}
          />
        )}
        <div>
          <Button type="submit" weight="primary" busy={asked.isPending} disabled={!ready}>
            Explain
          </Button>
        </div>
        {asked.isError && <ProblemNotice error={asked.error} />}
      </form>
      <div className="min-w-0" aria-live="polite">
        {asked.data !== undefined && <Explanation of={asked.data} />}
      </div>
    </div>
  );
}

function Explanation({ of }: { readonly of: Explained }) {
  const { logged } = of;
  return (
    <div className="flex flex-col gap-4">
      <DecisionTraceView trace={of} />
      {logged !== null && (
        <p className="text-sm text-soft">
          The log says: {logged.target ?? "no target"}, {logged.status}, {milliseconds(logged.latency_ms)},{" "}
          {usd(logged.cost_usd)}.
        </p>
      )}
    </div>
  );
}
