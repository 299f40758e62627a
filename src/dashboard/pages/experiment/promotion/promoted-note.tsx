import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { promotedQuery } from "../../../api/promotions.ts";
import { Badge } from "../../../parts/badge.tsx";
import { Instant } from "../../../parts/instant.tsx";
import { shareText } from "./promotion-draft.ts";

/** Says above the page where the candidate serves live traffic now; nothing where it serves none. */
export function PromotedNote({ id }: { readonly id: string }) {
  const promoted = useQuery(promotedQuery(id));
  const serving = (promoted.data ?? []).filter(({ percent }) => percent > 0);
  if (serving.length === 0) return null;
  return (
    <ul className="mb-3 flex flex-col gap-1 rounded-md border border-good bg-good-soft px-3 py-2 text-sm">
      {serving.map(({ scope, percent, history }) => (
        <li key={scope} className="flex flex-wrap items-center gap-2">
          <Badge tone="good">promoted</Badge>
          <span className="wrap-anywhere">
            Serves {shareText(percent)} of {scope}
            {history[0] !== undefined && (
              <>
                {" "}
                since <Instant iso={history[0].at} />
                {history[0].actor === null ? "" : `, by ${history[0].actor}`}
              </>
            )}
            .
          </span>
          <Link
            from="/experiments/$id"
            to="."
            search={{ tab: "promotion" }}
            className="inline-flex min-h-[24px] items-center text-accent underline underline-offset-2"
          >
            How it does
          </Link>
        </li>
      ))}
    </ul>
  );
}
