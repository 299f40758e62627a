import type { Control } from "../store/control.ts";

/** What an action that changes control data is handed. */
export interface ControlParts {
  readonly control: Control;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** Name of the key that asks, or `cli`. */
  readonly actor: string;
}

/** Writes down who changed what. */
export function audit(
  { control, now, newId, actor }: ControlParts,
  action: string,
  details: Readonly<Record<string, unknown>>,
): void {
  control.audit({ id: newId(), at: now(), actor, action, details });
}
