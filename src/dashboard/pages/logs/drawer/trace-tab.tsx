import { parseJson } from "../../../../core/json.ts";
import type { LiveTrace } from "../../../../core/live/live-trace.ts";
import type { LoggedExchange } from "../../../api/logs.ts";
import { Command } from "../../../parts/command.tsx";
import { DecisionTraceView } from "../../../parts/decision-trace.tsx";
import { LongText } from "../../../parts/long-text.tsx";
import { Properties } from "../../../parts/properties.tsx";

/** How the gateway decided, whom it asked, and what it changed on the way. */
export function TraceTab({ row }: { readonly row: LoggedExchange }) {
  const trace = (row.trace === null ? null : parseJson(row.trace)) as LiveTrace | null | undefined;
  if (trace == null)
    return (
      <div className="flex flex-col gap-2 text-sm text-soft">
        <p>This row came from elsewhere: no policy of this gateway decided it. What one would have decided:</p>
        <Command>{`understudy explain ${row.request_id} --policy POLICY`}</Command>
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      {trace.decision != null && <DecisionTraceView trace={trace.decision} />}
      <Properties
        rows={[
          ["endpoint version", trace.endpoint],
          ["config from", trace.attachment],
          ["dropped on the way", (trace.dropped ?? []).length === 0 ? null : trace.dropped.join(", ")],
        ]}
      />
      {(trace.guardrails ?? []).length > 0 && (
        <ul className="flex flex-col gap-1 text-sm">
          {trace.guardrails.map(({ rule, stage, action, detail }) => (
            <li key={`${rule} ${stage} ${action} ${detail}`}>
              guardrail <strong>{rule}</strong> on the {stage}: {action} ({detail})
            </li>
          ))}
        </ul>
      )}
      {trace.assembled != null && (
        <details>
          <summary className="text-sm text-accent">What assembly changed of the client’s body</summary>
          <LongText text={JSON.stringify(trace.assembled, null, 2)} label="Changes of assembly" />
        </details>
      )}
    </div>
  );
}
