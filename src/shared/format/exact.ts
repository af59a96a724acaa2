import { TICK } from '../domain/units.ts';
import type { Format } from './format.ts';

const NO_BREAK_SPACE = '\u00a0';

/**
 * What a person binds a member to is written to the last digit: quantities to the Wh, prices with all their decimals, amounts to a
 * hundredth of a cent.
 */
export interface Exact {
  /** From Wh, e.g. "1.200 kWh". */
  readonly quantity: (wh: number) => string;
  /** From micro-currency per kWh, e.g. "0.1850 €/kWh", or "0.185050 €/kWh" between two ticks. */
  readonly price: (micro: number) => string;
  /** From micro-currency, e.g. "€0.2220". */
  readonly money: (micro: number) => string;
}

export function exactly(format: Format): Exact {
  return {
    quantity: (wh) => `${format.number(wh / 1000, 3)}${NO_BREAK_SPACE}kWh`,
    price: (micro) =>
      micro % TICK === 0
        ? format.price(micro).text
        : `${format.number(micro / 1_000_000, 6)}${NO_BREAK_SPACE}${format.price(0).unit}`,
    money: (micro) => format.money(micro, undefined, { decimals: 4 }).text,
  };
}
