import { useMemo } from "react";
import { parseJson } from "../../../../core/json.ts";
import { neutralRequest } from "../../../../core/neutral/neutral-request.ts";
import type { NeutralContent, NeutralMessage, NeutralPart, NeutralTool } from "../../../../core/neutral/neutral.ts";
import type { LoggedExchange } from "../../../api/logs.ts";
import { LongText } from "../../../parts/long-text.tsx";

/** Pictures and files stand by their hash, which nobody reads here. */
const hash = (text: string): string => `${text.length} characters`;

/** What the model was asked, in no provider's words, and the body itself below. */
export function MessagesTab({ row: { request_body: body, dialect } }: { readonly row: LoggedExchange }) {
  const asked = useMemo(() => (body === null ? null : neutralRequest(parseJson(body), dialect, hash)), [body, dialect]);
  if (body === null) return <p className="text-sm text-soft">The log holds no request body.</p>;
  return (
    <div className="flex flex-col gap-3">
      {asked === null ? (
        <p className="text-sm text-soft">
          This body is none of the formats that messages are read from. It stands below as it is.
        </p>
      ) : (
        <>
          {asked.prompt.messages.map((message, at) => (
            // Messages have no names, and a row never changes.
            // oxlint-disable-next-line react/no-array-index-key
            <Message key={at} message={message} />
          ))}
          {asked.prompt.tools.length > 0 && <Tools tools={asked.prompt.tools} />}
        </>
      )}
      <details>
        <summary className="text-sm text-accent">Request body</summary>
        <LongText text={body} label="Request body" />
      </details>
    </div>
  );
}

function Message({
  message: { role, name, content, tool_calls: calls, call, error },
}: {
  readonly message: NeutralMessage;
}) {
  return (
    <section className="rounded-md border border-rule">
      <h3 className="border-b border-rule bg-card px-2 py-1 text-xs font-semibold text-soft">
        {role}
        {name === undefined ? "" : ` ${name}`}
        {call === undefined ? "" : `, result of call ${call + 1}`}
        {error === true ? ", an error" : ""}
      </h3>
      <div className="flex flex-col gap-2 p-2">
        {content !== undefined && <Content content={content} role={role} />}
        {calls?.map(({ call: number, name: tool, arguments: given }) => (
          <div key={number}>
            <p className="text-xs text-soft">
              call {number + 1} of <code>{tool}</code>
            </p>
            <LongText
              text={typeof given === "string" ? given : JSON.stringify(given, null, 2)}
              label={`Arguments of ${tool}`}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

function Content({ content, role }: { readonly content: NeutralContent; readonly role: string }) {
  if (typeof content === "string") return <LongText text={content} label={`${role} message`} />;
  return (
    <>
      {content.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Part key={at} part={part} role={role} />
      ))}
    </>
  );
}

function Part({ part, role }: { readonly part: NeutralPart; readonly role: string }) {
  const { text } = part;
  if (typeof text === "string") return <LongText text={text} label={`${role} message`} />;
  return (
    <p className="rounded border border-dashed border-strong-rule p-2 text-xs text-soft">
      [{part.type}] <code>{JSON.stringify(part).slice(0, 300)}</code>
    </p>
  );
}

function Tools({ tools }: { readonly tools: readonly NeutralTool[] }) {
  return (
    <details>
      <summary className="text-sm text-accent">{tools.length === 1 ? "1 tool" : `${tools.length} tools`}</summary>
      <ul className="mt-1 flex flex-col gap-2">
        {tools.map(({ name, description, parameters }) => (
          <li key={name} className="text-sm">
            <p>
              <code className="font-semibold">{name}</code> {description}
            </p>
            <LongText text={JSON.stringify(parameters, null, 2) ?? "free text"} label={`Parameters of ${name}`} />
          </li>
        ))}
      </ul>
    </details>
  );
}
