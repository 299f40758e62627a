/** Where something is about to be. */
export function Skeleton({ lines = 3, label = "Loading" }: { readonly lines?: number; readonly label?: string }) {
  return (
    <div role="status" aria-label={label} className="my-2 flex flex-col gap-2">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={`h-4 animate-pulse rounded bg-rule ${line % 3 === 2 ? "w-2/3" : "w-full"}`} />
      ))}
    </div>
  );
}
