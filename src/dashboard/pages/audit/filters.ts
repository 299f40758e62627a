/** What entries are filtered by, as the API names it. */
export const AUDIT_FILTERS = ["kind", "action", "actor", "last", "from", "to", "text"] as const;

export type AuditFilter = { readonly [name in (typeof AUDIT_FILTERS)[number]]?: string };

/** The filter of an address, without what else stands there. */
export function filterIn(search: Readonly<Record<string, string | undefined>>): AuditFilter {
  return Object.fromEntries(
    AUDIT_FILTERS.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  );
}

/** The kind of object that an action changes: `config` of `config.attach`. */
export function kindOf(action: string): string {
  return action.split(".")[0] ?? action;
}
