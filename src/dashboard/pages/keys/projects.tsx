import { useQuery } from "@tanstack/react-query";
import { useMay } from "../../api/may.ts";
import { projectsQuery } from "../../api/projects.ts";
import { BlockTable } from "../../parts/block-table.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { ProjectDialog } from "./project-dialog.tsx";

/** Projects and their settings. @param open whose settings are being changed; of null = of one to be made */
export function Projects({
  open,
  onOpen,
  onClose,
}: {
  readonly open: { readonly project: string | null } | null;
  readonly onOpen: (project: string | null) => void;
  readonly onClose: () => void;
}) {
  const projects = useQuery(projectsQuery);
  const may = useMay("admin");
  if (projects.isPending) return <Skeleton lines={3} />;
  if (projects.isError) return <ProblemNotice error={projects.error} retry={() => void projects.refetch()} />;
  const changed = projects.data.find(({ name }) => name === open?.project) ?? null;
  const shown = may && open !== null && (open.project === null || changed !== null);
  return (
    <>
      {projects.data.length === 0 ? (
        <EmptyState title="There is no project yet" command="understudy projects create NAME">
          Until there is one, traffic is of the project default: kept for 7 days, nothing taken out.
        </EmptyState>
      ) : (
        <BlockTable
          caption="Projects"
          rows={projects.data}
          rowKey={({ name }) => name}
          columns={[
            { head: "Name", render: ({ name }) => <span className="font-medium">{name}</span> },
            {
              head: "Kept",
              render: ({ retention_days: days }) =>
                days === null ? "for ever" : days === 1 ? "1 day" : `${days} days`,
            },
            {
              head: "Taken out",
              render: ({ redact }) => (redact.length === 0 ? "nothing" : redact.map(({ kind }) => kind).join(", ")),
            },
            { head: "Made", render: ({ created_at: at }) => <Instant iso={at} /> },
            {
              head: "Actions",
              render: (project) => (
                <Button disabled={!may} aria-label={`Change ${project.name}`} onClick={() => onOpen(project.name)}>
                  Change
                </Button>
              ),
            },
          ]}
        />
      )}
      <Button className="mt-3" disabled={!may} onClick={() => onOpen(null)}>
        New project
      </Button>
      {shown && <ProjectDialog key={open.project} of={changed} onClose={onClose} />}
    </>
  );
}
