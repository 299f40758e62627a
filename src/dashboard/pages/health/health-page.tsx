import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { thousands } from "../../../core/counts.ts";
import { milliseconds } from "../../../core/figures/milliseconds.ts";
import { percent } from "../../../core/figures/percent.ts";
import { healthQuery, type Health } from "../../api/health.ts";
import { BlockTable } from "../../parts/block-table.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { EvidenceBadge } from "../../parts/evidence-badge.tsx";
import { SelectField } from "../../parts/field.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Page, Section } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { GatewayState } from "./gateway-state.tsx";
import { OverTime } from "./over-time.tsx";
import { Prices } from "./prices.tsx";

const route = getRouteApi("/health");

const SPANS = [
  { value: "24", label: "the last day" },
  { value: "168", label: "the last 7 days" },
  { value: "720", label: "the last 30 days" },
] as const;

/** How targets do, what they cost, and whether the log keeps up. */
export function HealthPage() {
  const { hours = "24", target } = route.useSearch();
  const navigate = route.useNavigate();
  const health = useQuery(healthQuery(hours));
  return (
    <Page title="Health" lead="How targets did, as the log has it, and what they cost now.">
      <GatewayState />
      <Section title="Targets">
        <div className="mb-3 max-w-xs">
          <SelectField
            label="Of the log"
            value={hours}
            onChange={({ target: { value } }) =>
              void navigate({ search: (before) => ({ ...before, hours: value }), replace: true })
            }
            options={
              SPANS.some(({ value }) => value === hours) ? SPANS : [...SPANS, { value: hours, label: `${hours} h` }]
            }
          />
        </div>
        {health.isPending && <Skeleton lines={5} />}
        {health.isError && <ProblemNotice error={health.error} retry={() => void health.refetch()} />}
        {health.isSuccess && health.data.targets.length === 0 && (
          <EmptyState title="No request was logged in this time" command="understudy up --mock">
            Live and imported requests count here.
          </EmptyState>
        )}
        {health.isSuccess && health.data.targets.length > 0 && (
          <Targets health={health.data} hours={hours} chosen={target ?? null} />
        )}
      </Section>
    </Page>
  );
}

function Targets({
  health,
  hours,
  chosen,
}: {
  readonly health: Health;
  readonly hours: string;
  readonly chosen: string | null;
}) {
  const { targets, from, to, starts } = health;
  const shown = targets.find(({ target }) => target === chosen) ?? targets[0];
  return (
    <>
      <p className="mb-2 flex flex-wrap items-center gap-2 text-sm text-soft">
        {from !== null && to !== null && (
          <span>
            <Instant iso={from} /> to <Instant iso={to} /> UTC, up to the newest row
          </span>
        )}
        <EvidenceBadge evidence="recorded" />
      </p>
      <BlockTable
        caption="Targets, most requests first"
        rows={targets}
        rowKey={({ target }) => target}
        columns={[
          {
            head: "Target",
            render: ({ target }) => (
              <Link
                to="/health"
                search={{ hours, target }}
                className="text-accent underline-offset-2 hover:underline"
                resetScroll={false}
              >
                {target}
              </Link>
            ),
          },
          { head: "Requests", numeric: true, render: ({ all }) => thousands(all.requests) },
          {
            head: "Failed",
            numeric: true,
            render: ({ all }) => `${thousands(all.failed)} (${percent(all.failed / all.requests)})`,
          },
          {
            head: "First token, median",
            numeric: true,
            render: ({ all }) =>
              all.ttft_ms === null ? null : `${milliseconds(all.ttft_ms)} (n = ${thousands(all.ttft_n)})`,
          },
          {
            head: "Per token, median",
            numeric: true,
            render: ({ all }) =>
              all.ms_per_token === null
                ? null
                : `${milliseconds(all.ms_per_token)} (n = ${thousands(all.ms_per_token_n)})`,
          },
        ]}
      />
      {shown !== undefined && <OverTime of={shown} starts={starts} />}
      <Section title="Prices in force" note="USD for a million tokens.">
        <Prices targets={targets.map(({ target }) => target)} />
      </Section>
    </>
  );
}
