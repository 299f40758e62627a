import type { Combine } from "./plan.ts";

/** What an ensemble knows of its members, each list in the order of the members. */
export interface Ballots<A> {
  readonly valid: readonly boolean[];
  /** Canonical answers that compare with ===; null = not known. */
  readonly answers: readonly (A | null)[];
  readonly weights: readonly number[];
  /** When each member ended, ms from the fork. */
  readonly ended: readonly number[];
}

export interface Combined {
  /** Position of the member whose answer stands; -1 where none is valid. */
  readonly winner: number;
  /** False where an unknown answer could have changed the winner. */
  readonly identified: boolean;
  readonly reason: string;
}

const NOBODY: Combined = { winner: -1, identified: true, reason: "no member gave a valid answer" };

/** The answer whose votes outweigh all others together; a tie or no majority: the first valid member in order. */
function vote<A>({ valid, answers, weights }: Ballots<A>): Combined {
  const first = valid.indexOf(true);
  if (first === -1) return NOBODY;
  const byAnswer = new Map<A, { weight: number; first: number }>();
  let total = 0;
  let unknown = 0;
  for (const [member, isValid] of valid.entries()) {
    if (!isValid) continue;
    const answer = answers[member] as A | null;
    const weight = weights[member] as number;
    total += weight;
    if (answer === null) {
      unknown += 1;
      continue;
    }
    const votes = byAnswer.get(answer);
    if (votes === undefined) byAnswer.set(answer, { weight, first: member });
    else votes.weight += weight;
  }
  for (const { weight, first: member } of byAnswer.values()) {
    if (weight * 2 > total) return { winner: member, identified: true, reason: `${weight} of ${total} votes` };
  }
  if (unknown > 0 && valid.indexOf(true, first + 1) !== -1) {
    return { winner: first, identified: false, reason: "the votes are not known: first member in order" };
  }
  return { winner: first, identified: true, reason: "no majority: first member in order" };
}

/** The valid answer that came first. */
function firstValid<A>({ valid, ended }: Ballots<A>): Combined {
  let winner = -1;
  let identified = true;
  for (const [member, isValid] of valid.entries()) {
    if (!isValid) continue;
    if (winner === -1) {
      winner = member;
      continue;
    }
    if (Number.isNaN(ended[member]) || Number.isNaN(ended[winner])) identified = false;
    if ((ended[member] as number) < (ended[winner] as number)) winner = member;
  }
  return winner === -1 ? NOBODY : { winner, identified, reason: "first valid answer" };
}

/** Which member's answer an ensemble gives. */
export function combineMembers<A>(how: Combine, ballots: Ballots<A>): Combined {
  return how === "first_valid" ? firstValid(ballots) : vote(ballots);
}

/** When the ensemble itself ends: with the winner where the first valid answer counts, else with the slowest member. */
export function endOf(how: Combine, winner: number, ended: readonly number[]): number {
  return how === "first_valid" && winner !== -1 ? (ended[winner] as number) : Math.max(...ended);
}
