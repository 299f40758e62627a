import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { experimentsQuery } from "../../api/experiments.ts";
import { Button, buttonLook } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { ExperimentsTable } from "./experiments-table.tsx";
import { matching } from "./matching.ts";

const route = getRouteApi("/experiments");

const MODES = [
  { value: "", label: "all" },
  { value: "routing_only", label: "routing only" },
  { value: "with_responses", label: "with responses" },
];
const STATES = ["", "running", "completed", "cap_reached", "cancelled", "stopped_early", "interrupted"].map(
  (value) => ({
    value,
    label: value === "" ? "all" : value.replaceAll("_", " "),
  }),
);

/** Every simulation and measured experiment, newest first. */
export function ExperimentsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const experiments = useQuery(experimentsQuery);
  const rows = matching(experiments.data ?? [], search);
  const set = (name: keyof typeof search, value: string): void => {
    const { [name]: _, ...rest } = search;
    void navigate({ search: value === "" ? rest : { ...rest, [name]: value }, replace: true });
  };
  return (
    <Page
      title="Experiments"
      lead="Logged traffic held against another policy: by routing alone, which calls nobody, or with real answers under a hard cap."
      actions={
        <Link to="/experiments/new" className={buttonLook("primary")}>
          New run
        </Link>
      }
    >
      <div className="mb-4 grid max-w-2xl gap-3 sm:grid-cols-3">
        <SelectField
          label="Mode"
          options={MODES}
          value={search.mode ?? ""}
          onChange={({ target }) => set("mode", target.value)}
        />
        <SelectField
          label="State"
          options={STATES}
          value={search.state ?? ""}
          onChange={({ target }) => set("state", target.value)}
        />
        <TextField
          label="Candidate or id"
          type="search"
          value={search.text ?? ""}
          onChange={({ target }) => set("text", target.value)}
        />
      </div>
      {experiments.isPending && <Skeleton lines={6} />}
      {experiments.isError && <ProblemNotice error={experiments.error} retry={() => void experiments.refetch()} />}
      {experiments.isSuccess && experiments.data.length === 0 && (
        <EmptyState
          title="No experiment was made yet"
          command="understudy simulate --last 7d --policy single:gpt-4o-mini:openai"
        >
          This replays last week's requests to another model without calling anybody.
        </EmptyState>
      )}
      {experiments.isSuccess && experiments.data.length > 0 && rows.length === 0 && (
        <EmptyState title="No experiment fits these filters">
          <Button onClick={() => void navigate({ search: {} })}>Show all {experiments.data.length}</Button>
        </EmptyState>
      )}
      {rows.length > 0 && <ExperimentsTable rows={rows} />}
    </Page>
  );
}
