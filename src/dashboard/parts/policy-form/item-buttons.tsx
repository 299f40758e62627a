export type ItemDeed = "up" | "down" | "remove";

const SIGNS = { up: "↑", down: "↓", remove: "×" } as const satisfies Readonly<Record<ItemDeed, string>>;
const WORDS = { up: "Move up", down: "Move down", remove: "Remove" } as const satisfies Readonly<
  Record<ItemDeed, string>
>;

/** What can be done with an item of a list. */
export function ItemButtons({
  label,
  can,
  onDo,
}: {
  /** Of the item: `Step 2`. */
  readonly label: string;
  readonly can: Readonly<Record<ItemDeed, boolean>>;
  readonly onDo: (deed: ItemDeed) => void;
}) {
  return (
    <span className="flex gap-1">
      {(["up", "down", "remove"] as const).map((deed) => (
        <button
          key={deed}
          type="button"
          data-deed={deed}
          aria-label={`${WORDS[deed]}: ${label}`}
          title={WORDS[deed]}
          disabled={!can[deed]}
          onClick={() => onDo(deed)}
          className="grid size-[28px] place-items-center rounded-md border border-strong-rule bg-raised text-sm hover:bg-card disabled:opacity-40"
        >
          <span aria-hidden>{SIGNS[deed]}</span>
        </button>
      ))}
    </span>
  );
}
