import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { PromotedScope } from "../../../api/promotions.ts";
import type { Watch } from "../../../api/watches.ts";
import { useMay } from "../../../api/may.ts";
import { Badge } from "../../../parts/badge.tsx";
import { BlockTable } from "../../../parts/block-table.tsx";
import { Button } from "../../../parts/button.tsx";
import { Instant } from "../../../parts/instant.tsx";
import { SHARES, shareText } from "./promotion-draft.ts";
import { RollBackDialog } from "./roll-back-dialog.tsx";
import { WatchDialog } from "./watch-dialog.tsx";
import { WatchShown } from "./watch-shown.tsx";

/** Shares offered at once: the next ones. */
const OFFERED = 3;

/** One project or endpoint that the candidate was promoted to: what it serves there, since when, and what can be done about it. */
export function PromotedScopeView({
  promoted,
  watches,
  onPromote,
}: {
  readonly promoted: PromotedScope;
  /** Of this scope, newest first. */
  readonly watches: readonly Watch[];
  readonly onPromote: (percent: number) => void;
}) {
  const { scope, kind, percent, arm, other, history } = promoted;
  const [open, setOpen] = useState<"roll back" | "watch" | null>(null);
  const edits = useMay("editor");
  const [now] = history;
  const wider = kind === "policy" && percent > 0 ? SHARES.filter((share) => share > percent) : [];
  const watched = watches.some(({ state }) => state === "watching" || state === "alarm");
  return (
    <section className="my-4 rounded-md border border-rule p-3" aria-label={scope}>
      <h3 className="flex flex-wrap items-center gap-2 font-semibold wrap-anywhere">
        {scope}
        <Badge tone={percent > 0 ? "good" : "neutral"}>{percent > 0 ? shareText(percent) : "taken out"}</Badge>
      </h3>
      <p className="mt-1 text-sm">
        {percent > 0 ? "The candidate serves it" : "The candidate serves none of it"}
        {arm === null ? "" : ` as the arm ${arm}`}
        {now !== undefined && (
          <>
            {" "}
            since <Instant iso={now.at} />
            {now.actor === null ? "" : `, by ${now.actor}`}
          </>
        )}
        .
        {other !== null && (
          <>
            {" "}
            The candidate of{" "}
            <Link
              to="/experiments/$id"
              params={{ id: other }}
              search={{ tab: "promotion" }}
              className="font-mono text-xs text-accent underline"
            >
              {other}
            </Link>{" "}
            does.
          </>
        )}
      </p>
      {edits && (
        <div className="my-3 flex flex-wrap gap-2">
          {(wider.length > OFFERED ? [...wider.slice(0, OFFERED - 1), 100] : wider).map((share, at) => (
            <Button key={share} weight={at === 0 ? "primary" : "plain"} onClick={() => onPromote(share)}>
              Widen to {share} %
            </Button>
          ))}
          {percent === 0 && <Button onClick={() => onPromote(10)}>Promote again</Button>}
          {percent > 0 && !watched && <Button onClick={() => setOpen("watch")}>Watch it</Button>}
          {percent > 0 && (
            <Button weight="danger" onClick={() => setOpen("roll back")}>
              Roll back
            </Button>
          )}
        </div>
      )}
      {watches.slice(0, 1).map((watch) => (
        <WatchShown key={watch.id} watch={watch} />
      ))}
      {watches.length > 1 && (
        <details className="mt-2 text-sm">
          <summary className="min-h-[24px] cursor-pointer text-soft">Earlier watches</summary>
          <div className="flex flex-col gap-2">
            {watches.slice(1).map((watch) => (
              <WatchShown key={watch.id} watch={watch} />
            ))}
          </div>
        </details>
      )}
      <h4 className="mt-3 mb-1 text-sm font-medium">What served it since</h4>
      <BlockTable
        caption={`What served ${scope} when, newest first`}
        rows={history}
        rowKey={({ at, serves }) => `${at} ${serves}`}
        columns={[
          { head: "Since", render: ({ at }) => <Instant iso={at} /> },
          { head: "By", render: ({ actor }) => actor },
          { head: kind === "policy" ? "Config" : "Version", render: ({ serves }) => serves ?? "no config" },
          {
            head: "Candidate",
            render: (one) => (one.percent === 0 ? "none of it" : shareText(one.percent)),
          },
        ]}
      />
      {open === "roll back" && <RollBackDialog promoted={promoted} onClose={() => setOpen(null)} />}
      {open === "watch" && <WatchDialog scope={scope} onClose={() => setOpen(null)} />}
    </section>
  );
}
