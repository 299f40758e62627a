import type { Store } from "../store/control.ts";
import { audit, type ControlParts } from "./audited.ts";

export interface EraseRequest {
  readonly user: string;
  /** Null = in every project. */
  readonly project: string | null;
}

export interface EraseParts extends Omit<ControlParts, "control"> {
  readonly store: Store;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  /** Rows of a user in a gateway's spool: how many still stand in its files, and the ids of all. */
  readonly spooled: (request: EraseRequest) => { readonly rows: number; readonly requests: readonly string[] };
}

export interface Erased {
  /** Rows removed from the store. */
  readonly rows: number;
  /** Pairs, verdicts and pilot calls of that user's requests, blanked where measured runs keep copies. */
  readonly units: number;
  /** Mirrored pairs of that user's requests, removed from shadow runs. */
  readonly comparisons: number;
  /** Rows still in the files of a running gateway's spool: they do not get into the store, and the files go as it runs or stops. */
  readonly spooled_rows: number;
}

/** Rows that erasing a user would remove. */
export function rowsOfUser(store: Pick<Store, "traffic">, request: EraseRequest): number {
  return seqsOfUser(store, request).length;
}

function seqsOfUser({ traffic }: Pick<Store, "traffic">, { user, project }: EraseRequest): readonly number[] {
  return traffic.matching({ end_user: user, ...(project === null ? {} : { project }) }).seqs;
}

/**
 * Erases an end user: rows with their bodies and outcomes, and the name wherever the store holds it. The audit log says so with a digest
 * of the name. Running it again finishes what was left unfinished. Throws `erase_unfinished`.
 */
export function eraseUser(parts: EraseParts, request: EraseRequest): Erased {
  const { store, now, hash } = parts;
  const { user, project } = request;
  const until = now();
  let erased: Erased | null = null;
  try {
    // Comparisons name requests, not users: they go while rows, and files of the spool, still say whose these are.
    const { shadows } = store.control;
    const requests = store.traffic.requestIds(seqsOfUser(store, request));
    const stored = shadows.removeComparisonsOf([...requests.values()]);
    const rows = store.traffic.eraseUser(user, { until, ...(project === null ? {} : { project }) });
    const spooled = parts.spooled(request);
    const comparisons = stored + shadows.removeComparisonsOf(spooled.requests);
    const units = store.control.eraseEndUser(user, project);
    erased = { rows, units, comparisons, spooled_rows: spooled.rows };
    return erased;
  } finally {
    const details = { user_sha256: hash(user), project, ...(erased ?? { unfinished: true }) };
    audit({ ...parts, control: store.control }, "user.erase", details);
  }
}
