/** An amount that was reckoned, without what binary fractions put behind its last digit. */
export function plainAmount(amount: number): number {
  return Number(amount.toPrecision(15));
}
