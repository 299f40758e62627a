import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { signOut, sessionQuery, type Session } from "../api/session.ts";
import { Button } from "../parts/button.tsx";
import { PLACES } from "./places.ts";
import { ThemeChoice } from "./theme-choice.tsx";

/**
 * On a phone the row of places is wider than the page: the one that is open is to be seen. Only the row is moved: `scrollIntoView` would
 * also make the next Tab begin here.
 */
function intoView(place: HTMLElement | null): void {
  const row = place?.parentElement ?? null;
  if (place === null || row === null || place.getAttribute("aria-current") !== "page") return;
  row.scrollLeft = place.offsetLeft - row.offsetLeft - (row.clientWidth - place.offsetWidth) / 2;
}

/** Where one can go, and who one is. On a phone the places scroll sideways, so that none is behind a menu. */
export function Navigation({ session }: { readonly session: Session }) {
  const client = useQueryClient();
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: () => {
      client.clear();
      void client.invalidateQueries(sessionQuery);
      location.assign("/");
    },
  });
  return (
    <header className="sticky top-0 z-30 border-b border-rule bg-paper">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 sm:px-5">
        <span className="font-semibold">Understudy</span>
        <nav
          aria-label="Main"
          className="order-last -mx-1 flex w-full gap-1 overflow-x-auto lg:order-none lg:mx-0 lg:w-auto"
        >
          {PLACES.map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              ref={intoView}
              className="rounded-md px-2.5 py-1.5 text-sm whitespace-nowrap text-soft hover:bg-card hover:text-ink"
              activeProps={{ className: "bg-accent-soft font-semibold text-ink!", "aria-current": "page" }}
            >
              {label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-2 text-sm">
          <span className="hidden text-soft sm:inline" title={`Understudy ${session.version}`}>
            {session.name} ({session.role})
          </span>
          <ThemeChoice />
          <Button weight="quiet" busy={leaving.isPending} onClick={() => leaving.mutate()}>
            Sign out
          </Button>
        </div>
      </div>
    </header>
  );
}
