import { Tabs as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Boundary } from "./boundary.tsx";

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** The row of tabs may be wider than a phone: the one that is open is to be seen. Only the row moves, and nothing around it. */
function intoView(tab: HTMLElement | null): void {
  const row = tab?.parentElement;
  if (tab === null || row === null || row === undefined) return;
  const [inside, around] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += Math.min(0, inside.left - around.left) + Math.max(0, inside.right - around.right);
}

/** One of several views of the same thing. The page says which, so that a link can; the first where it names none of them. */
export function Tabs({
  tabs,
  active,
  onChange,
  label,
}: {
  readonly tabs: readonly Tab[];
  readonly active: string;
  readonly onChange: (id: string) => void;
  readonly label: string;
}) {
  const open = tabs.find(({ id }) => id === active) ?? tabs[0];
  return (
    <Primitive.Root value={open?.id ?? ""} onValueChange={onChange}>
      <Primitive.List aria-label={label} className="mb-3 flex gap-1 overflow-x-auto border-b border-rule">
        {tabs.map(({ id, label: text }) => (
          <Primitive.Trigger
            key={id}
            value={id}
            ref={id === open?.id ? intoView : undefined}
            className="-mb-px min-h-9 border-b-2 border-transparent px-3 text-sm whitespace-nowrap text-soft hover:text-ink data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-ink"
          >
            {text}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map(({ id, content }) => (
        <Primitive.Content key={id} value={id}>
          <Boundary>{content}</Boundary>
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
