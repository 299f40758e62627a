import { Link } from "@tanstack/react-router";

const LOOK =
  "-mb-px inline-block border-b-2 border-transparent px-3 py-1.5 text-sm text-soft hover:text-ink aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink";

/** The two sides of the Shadow page. */
export function ShadowPlaces() {
  const exactly = { exact: true, includeSearch: false };
  const current = { "aria-current": "page" } as const;
  return (
    <nav aria-label="Shadow" className="mb-4 flex gap-1 border-b border-rule">
      <Link to="/shadow" activeOptions={exactly} activeProps={current} className={LOOK}>
        Pairs
      </Link>
      <Link to="/shadow/mirrors" activeOptions={exactly} activeProps={current} className={LOOK}>
        Mirrors
      </Link>
    </nav>
  );
}
