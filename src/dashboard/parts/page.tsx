import { useEffect, type ReactNode } from "react";

/** A page: its title (the browser's too), what can be done, and the rest. */
export function Page({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Understudy`;
  }, [title]);
  return (
    <section className="mx-auto w-full max-w-[110rem] px-3 py-4 sm:px-5">
      <header className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold">{title}</h1>
          {lead !== undefined && <p className="mt-1 max-w-4xl text-sm text-soft">{lead}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** A part of a page under a heading of its own. */
export function Section({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="my-6">
      <h2 className="mb-2 text-base font-semibold">{title}</h2>
      {note !== undefined && <p className="mb-2 max-w-4xl text-sm text-soft">{note}</p>}
      {children}
    </section>
  );
}
