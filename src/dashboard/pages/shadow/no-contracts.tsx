/** What passing means where there is nothing to fail. */
export function NoContracts() {
  return (
    <p className="mt-3 max-w-4xl text-soft">
      No contract was held against these answers: whatever came counts as passing, and only the differences tell. A
      mirror that is added with <code>--pack</code>, and every run of a pack, has contracts.
    </p>
  );
}
