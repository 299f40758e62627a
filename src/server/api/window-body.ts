import { z } from "@hono/zod-openapi";
import { keyInRows } from "../../actions/keys.ts";
import { checkedWindow, parseDuration, parseInstant, type WindowRequest } from "../../actions/window.ts";
import { ORIGINS } from "../../core/exchange.ts";
import type { RowFilter } from "../../replay/rows.ts";
import type { Control } from "../../store/control.ts";

const instant = z.string().openapi({ format: "date-time", description: "ISO 8601, UTC where no offset stands" });
const name = z.string().min(1);

/** A slice of time in a body: what the flags of the same names say. */
export const windowBody = z
  .strictObject({
    last: z.string().optional().openapi({ example: "7d", description: "30m, 24h, 7d or 2w back from now" }),
    newest: z.boolean().optional().openapi({ description: "back from the newest row instead" }),
    from: instant.optional(),
    to: instant.optional().openapi({ description: "itself not part of the window" }),
  })
  .openapi("Window");

/** Which rows of it. */
export const filterBody = z
  .strictObject({
    project: name,
    endpoint: name,
    model: name.openapi({ description: "asked for, served, or a whole target" }),
    provider: name,
    user: name,
    tag: name,
    feature: name,
    metadata: z.record(z.string(), z.string()),
    api_key: name.openapi({ description: "id, first characters or name" }),
    strategy: name,
    origins: z.array(z.enum(ORIGINS)).openapi({ description: "live and import unless named" }),
  })
  .partial()
  .openapi("Filter");

/** Throws `window_invalid`. */
export function windowOfBody({ last, newest, from, to }: z.infer<typeof windowBody>): WindowRequest {
  return checkedWindow({
    ...(last === undefined ? {} : { last: parseDuration(last, "window.last") }),
    ...(newest === undefined ? {} : { newest }),
    ...(from === undefined ? {} : { from: parseInstant(from, "window.from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "window.to") }),
  });
}

/** Throws `key_unknown` where several keys have a name. */
export function filterOfBody(
  { user, api_key: key, ...rest }: z.infer<typeof filterBody>,
  control: Pick<Control, "keys">,
): Omit<RowFilter, "from" | "to"> {
  const given = {
    ...rest,
    ...(user === undefined ? {} : { end_user: user }),
    ...(key === undefined ? {} : { api_key: keyInRows(control, key) }),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
