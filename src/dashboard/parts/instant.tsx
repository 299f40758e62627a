/** A point in time, to the second, in UTC as everything else in the product. */
export function Instant({ iso }: { readonly iso: string }) {
  return (
    <time dateTime={iso} title={iso} className="whitespace-nowrap">
      {iso.slice(0, 19).replace("T", " ")}
    </time>
  );
}
