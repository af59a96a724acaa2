/** Micro-currency of half a cent: from there on an amount is shown as one. */
const HALF_CENT = 5000;

/** Whether an amount in micro-currency is a loss that can be seen: less than half a cent is shown as nothing. */
export function isLoss(amount: number): boolean {
  return amount <= -HALF_CENT;
}

/** As `isLoss`, of a gain. */
export function isGain(amount: number): boolean {
  return amount >= HALF_CENT;
}
