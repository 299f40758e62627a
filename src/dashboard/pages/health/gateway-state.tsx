import { useQuery } from "@tanstack/react-query";
import { thousands } from "../../../core/counts.ts";
import { cooldownsQuery, readinessQuery } from "../../api/health.ts";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Section } from "../../parts/page.tsx";
import { Properties } from "../../parts/properties.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

/** Whether rows get to the disk, and who is left alone. */
export function GatewayState() {
  const readiness = useQuery(readinessQuery);
  const cooldowns = useQuery(cooldownsQuery);
  return (
    <Section title="This gateway">
      {(readiness.isPending || cooldowns.isPending) && <Skeleton lines={3} />}
      {readiness.isError && <ProblemNotice error={readiness.error} retry={() => void readiness.refetch()} />}
      {cooldowns.isError && <ProblemNotice error={cooldowns.error} retry={() => void cooldowns.refetch()} />}
      {readiness.isSuccess && cooldowns.isSuccess && (
        <Properties
          rows={[
            [
              "State",
              <span key="state" className="flex flex-wrap items-center gap-2">
                <Badge tone={readiness.data.status === "ok" ? "good" : "warn"}>{readiness.data.status}</Badge>
                {readiness.data.reasons.join("; ")}
              </span>,
            ],
            ["Rows waiting", `${thousands(readiness.data.log.waiting_bytes)} bytes for the disk`],
            ["Rows lost", thousands(readiness.data.log.rows_lost)],
            ["Bodies dropped", thousands(readiness.data.log.bodies_dropped)],
            [
              "Cooling down",
              cooldowns.data.length === 0 ? (
                "no target"
              ) : (
                <ul key="cooling">
                  {cooldowns.data.map(({ target, until }) => (
                    <li key={target}>
                      {target} until <Instant iso={until} />
                    </li>
                  ))}
                </ul>
              ),
            ],
          ]}
        />
      )}
    </Section>
  );
}
