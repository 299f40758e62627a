/** What the navigation lists, in its order; each is a route of `router.ts`. */
export const PLACES = [{ to: "/audit", label: "Audit" }] as const;
