/** What the navigation lists, in its order; each is a route of `router.ts`. */
export const PLACES = [
  { to: "/logs", label: "Logs" },
  { to: "/experiments", label: "Experiments" },
  { to: "/shadow", label: "Shadow" },
  { to: "/configs", label: "Configs" },
  { to: "/endpoints", label: "Endpoints" },
  { to: "/keys", label: "Keys" },
  { to: "/health", label: "Health" },
  { to: "/audit", label: "Audit" },
] as const;
