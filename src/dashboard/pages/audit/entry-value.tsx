import { Link } from "@tanstack/react-router";
import type { AuditRow } from "../../api/audit.ts";
import { valueText } from "./entry-said.ts";

type Entry = Pick<AuditRow, "action" | "details">;

/** As large as a finger needs. */
const LINK = "inline-block min-h-[24px] leading-[24px] text-accent underline wrap-anywhere";

/** What stands under a name in an entry: a link where it has a page of its own, else text. */
export function EntryValue({
  name,
  value,
  entry,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly entry: Entry;
}) {
  if (typeof value !== "string" && typeof value !== "number") return <>{valueText(value)}</>;
  const text = String(value);
  return <Place name={name} text={text} entry={entry} />;
}

function Place({ name, text, entry }: { readonly name: string; readonly text: string; readonly entry: Entry }) {
  const { action, details } = entry;
  const { project, scope, version } = details;
  if (name.endsWith("request_id"))
    return (
      <Link to="/logs" search={{ open: text }} className={LINK}>
        {text}
      </Link>
    );
  if (text.startsWith("sim_"))
    return (
      <Link to="/experiments/$id" params={{ id: text }} className={LINK}>
        {text}
      </Link>
    );
  if (name === "judge_run" && typeof details["experiment"] === "string")
    return (
      <Link
        to="/experiments/$id"
        params={{ id: details["experiment"] }}
        search={{ tab: "judge", judge: text }}
        className={LINK}
      >
        {text}
      </Link>
    );
  if (text.startsWith("shr_") && !action.endsWith(".remove"))
    return (
      <Link to="/shadow/runs/$id" params={{ id: text }} className={LINK}>
        {text}
      </Link>
    );
  if (text.startsWith("mir_") && !action.endsWith(".remove"))
    return (
      <Link to="/shadow/mirrors" className={LINK}>
        {text}
      </Link>
    );
  if (text.startsWith("key_") || (name === "project" && action.startsWith("project.")) || text.startsWith("project:"))
    return (
      <Link
        to="/keys"
        search={text.startsWith("key_") ? {} : { project: text.replace(/^project:/u, "") }}
        className={LINK}
      >
        {text}
      </Link>
    );
  if (name === "config" || (name === "before" && "config" in details))
    return <ConfigLink config={text} version={version} />;
  if (action === "config.add" && name === "version" && typeof details["config"] === "string")
    return <ConfigLink config={`${details["config"]}@${text}`} />;
  const [, holder, endpoint] = /^endpoint:([^/]+)\/(.+)$/u.exec(String(name === "scope" ? text : (scope ?? ""))) ?? [];
  if (holder !== undefined && endpoint !== undefined && (name === "scope" || name === "endpoint" || name === "before"))
    return <EndpointLink project={holder} name={endpoint} version={text.split("@")[1]} text={text} />;
  if (typeof project === "string" && typeof details["endpoint"] === "string") {
    if (name === "endpoint") return <EndpointLink project={project} name={text} text={text} />;
    if (action.startsWith("endpoint.") && (name === "version" || name === "to"))
      return <EndpointLink project={project} name={details["endpoint"]} version={text} text={`@${text}`} />;
  }
  return <>{text}</>;
}

function ConfigLink({ config, version }: { readonly config: string; readonly version?: unknown }) {
  const [name = config, own = version] = config.split("@");
  return (
    <Link
      to="/configs/$name"
      params={{ name }}
      search={own === undefined ? {} : { version: String(own) }}
      className={LINK}
    >
      {config}
    </Link>
  );
}

function EndpointLink({
  project,
  name,
  version,
  text,
}: {
  readonly project: string;
  readonly name: string;
  readonly version?: string | undefined;
  readonly text: string;
}) {
  return (
    <Link
      to="/endpoints/$project/$name"
      params={{ project, name }}
      search={version === undefined ? {} : { version }}
      className={LINK}
    >
      {text}
    </Link>
  );
}
