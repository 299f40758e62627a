import type { Evidence } from "../../../core/evidence.ts";
import { thousands } from "../../../core/counts.ts";
import { percent } from "../../../core/figures/percent.ts";
import type { RouteFlow } from "../../../core/route-flow.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { flowLayout, NOBODY, type FlowNode, type FlowRibbon } from "./flow-layout.ts";

const WIDTH = 100;
const HEIGHT = 100;
const ROW_PX = 60;
const LEAST_PX = 150;

function pathOf({ left, right }: FlowRibbon): string {
  const [a, b, c, d] = [left[0], right[0], right[1], left[1]].map((share) => share * HEIGHT);
  const half = WIDTH / 2;
  return `M0 ${a} C${half} ${a} ${half} ${b} ${WIDTH} ${b} L${WIDTH} ${c} C${half} ${c} ${half} ${d} 0 ${d} Z`;
}

/** Who answered before, on the left, and who answers after, on the right; as wide as the requests that go that way are many. */
export function RouteFlowChart({
  flows,
  evidence,
}: {
  readonly flows: readonly RouteFlow[];
  readonly evidence: Evidence;
}) {
  const { before, after, ribbons, requests } = flowLayout(flows);
  const share = (some: number): string => percent(some / requests);
  const table = {
    columns: ["before", "after", "requests", "share"],
    rows: flows.map(({ from, to, requests: some }) => [from ?? NOBODY, to ?? NOBODY, thousands(some), share(some)]),
  };
  return (
    <ChartFrame title="Routes before and after" unit="requests" n={requests} evidence={evidence} table={table}>
      <div className="mb-1 flex justify-between text-xs text-soft">
        <span>before</span>
        <span>after</span>
      </div>
      <div
        className="grid grid-cols-[minmax(0,1.2fr)_minmax(3rem,1fr)_minmax(0,1.2fr)] gap-2 sm:grid-cols-[minmax(0,14rem)_1fr_minmax(0,14rem)]"
        style={{ height: Math.max(LEAST_PX, Math.max(before.length, after.length) * ROW_PX) }}
      >
        <Names nodes={before} share={share} />
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="size-full"
          role="img"
          aria-label={`${thousands(requests)} requests from ${before.length} to ${after.length} targets; the table has the numbers`}
        >
          {ribbons.map((ribbon) => (
            <path
              key={`${ribbon.from} ${ribbon.to}`}
              d={pathOf(ribbon)}
              className={`opacity-45 hover:opacity-80 ${ribbon.from === ribbon.to ? "fill-baseline" : "fill-candidate"}`}
            >
              <title>{`${ribbon.from} to ${ribbon.to}: ${thousands(ribbon.requests)} requests, ${share(ribbon.requests)}`}</title>
            </path>
          ))}
        </svg>
        <Names nodes={after} share={share} end />
      </div>
    </ChartFrame>
  );
}

function Names({
  nodes,
  share,
  end = false,
}: {
  readonly nodes: readonly FlowNode[];
  readonly share: (requests: number) => string;
  readonly end?: boolean;
}) {
  return (
    <ul className="relative min-w-0 text-xs">
      <li aria-hidden className={`absolute inset-y-0 w-3 ${end ? "left-1" : "right-1"}`}>
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" className="size-full stroke-strong-rule">
          {nodes.map(({ name, top, height, middle }) => (
            // From a name to what it names, where there was no room for it right beside.
            <line
              key={name}
              x1={end ? 0 : 1}
              y1={top + height / 2}
              x2={end ? 1 : 0}
              y2={middle}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
      </li>
      {nodes.map(({ name, requests, top, height, middle }) => (
        <li key={name} title={`${name}: ${thousands(requests)} requests`}>
          <span
            aria-hidden
            className={`absolute min-h-px w-1 ${end ? "left-0 bg-candidate" : "right-0 bg-baseline"}`}
            style={{ top: `${top * 100}%`, height: `${height * 100}%` }}
          />
          <span
            className={`absolute inset-x-0 flex -translate-y-1/2 flex-col leading-tight ${end ? "pl-5" : "pr-5 text-right"}`}
            style={{ top: `${middle * 100}%` }}
          >
            <span className="truncate font-medium">{name}</span>
            <span className="text-soft">{share(requests)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
