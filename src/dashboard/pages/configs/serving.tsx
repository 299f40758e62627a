import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { attachmentHistoryQuery, attachmentsQuery, detach, rollBack, type Attachment } from "../../api/attachments.ts";
import { useMay } from "../../api/may.ts";
import { BlockTable } from "../../parts/block-table.tsx";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

type Change = "roll back" | "detach";

/** Which version serves which project or endpoint, since when and by whom; each can be rolled back or taken off. @param only a config's name, or null for all */
export function Serving({ only }: { readonly only: string | null }) {
  const attachments = useQuery(attachmentsQuery);
  const [asked, setAsked] = useState<{ readonly change: Change; readonly attachment: Attachment } | null>(null);
  const may = useMay("editor");
  const rows = (attachments.data ?? []).filter(
    ({ config }) => only === null || config?.startsWith(`${only}@`) === true,
  );
  if (attachments.isPending) return <Skeleton lines={3} />;
  if (attachments.isError) return <ProblemNotice error={attachments.error} retry={() => void attachments.refetch()} />;
  if (rows.length === 0)
    return (
      <EmptyState
        title="Nothing is attached"
        command={`understudy configs attach ${only ?? "NAME"} --to project:default`}
      >
        Where no config is attached and an endpoint has no policy, the model that was asked for is served.
      </EmptyState>
    );
  return (
    <>
      <BlockTable
        caption="Attachments in force"
        rows={rows}
        rowKey={({ scope }) => scope}
        columns={[
          { head: "Serves", render: ({ scope }) => scope },
          { head: "Config", render: ({ config }) => (config === null ? null : <ConfigLink config={config} />) },
          { head: "Since", render: ({ attached_at: at }) => <Instant iso={at} /> },
          { head: "By", render: ({ actor }) => actor },
          {
            head: "Actions",
            render: (attachment) => (
              <span className="flex flex-wrap gap-2">
                {(["roll back", "detach"] as const).map((change) => (
                  <Button
                    key={change}
                    disabled={!may}
                    aria-label={`${change === "detach" ? "Detach" : "Roll back"} ${attachment.scope}`}
                    onClick={() => setAsked({ change, attachment })}
                  >
                    {change === "detach" ? "Detach" : "Roll back"}
                  </Button>
                ))}
              </span>
            ),
          },
        ]}
      />
      {asked !== null && <AskFirst {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function ConfigLink({ config }: { readonly config: string }) {
  const [name = config, version] = config.split("@");
  return (
    <Link
      to="/configs/$name"
      params={{ name }}
      search={version === undefined ? {} : { version }}
      className="text-accent underline-offset-2 hover:underline"
    >
      {config}
    </Link>
  );
}

function AskFirst({
  change,
  attachment: { scope, config },
  onClose,
}: {
  readonly change: Change;
  readonly attachment: Attachment;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const history = useQuery(attachmentHistoryQuery(scope));
  const doing = useMutation({
    mutationFn: () => (change === "detach" ? detach(scope) : rollBack(scope)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["attachments"] });
      onClose();
    },
  });
  const before = history.data?.[1]?.config ?? null;
  return (
    <Confirm
      title={change === "detach" ? `Detach ${config} from ${scope}?` : `Roll ${scope} back?`}
      action={change === "detach" ? "Detach it" : "Roll back"}
      danger
      busy={doing.isPending}
      error={doing.error}
      onConfirm={() => doing.mutate()}
      onClose={onClose}
    >
      {change === "detach" ? (
        <p>
          No config serves {scope} any more, from the next request on: its own policy does, or its project’s config, or
          the model that was asked for.
        </p>
      ) : (
        <p>
          What served {scope} before its last change serves it again, from the next request on
          {history.isSuccess && (
            <>
              : <strong>{before ?? "no config"}</strong> instead of <strong>{config}</strong>
            </>
          )}
          . Where a promotion put {config} there, all that it changed is undone.
        </p>
      )}
    </Confirm>
  );
}
