import type { FormatOptions, Quantity } from './format.ts';

const MICRO = 1_000_000;
/** Keeps a number and its unit on one line. */
const NO_BREAK_SPACE = '\u00a0';

/** Units of energy from small to large; a unit is used up to `below` of the base unit, so that 1,284 kWh stays kWh. */
const energyUnits = [
  { unit: 'Wh', size: 1, below: 1000 },
  { unit: 'kWh', size: 1000, below: 10_000_000 },
  { unit: 'MWh', size: 1_000_000, below: 10_000_000_000 },
  { unit: 'GWh', size: 1_000_000_000, below: Infinity },
] as const;
export type EnergyUnit = (typeof energyUnits)[number]['unit'];

const massUnits = [
  { unit: 'g', size: 1, below: 1000 },
  { unit: 'kg', size: 1000, below: 10_000_000 },
  { unit: 't', size: 1_000_000, below: Infinity },
] as const;

interface Scale {
  readonly unit: string;
  readonly size: number;
  readonly below: number;
}

function scaleOf<S extends Scale>(scales: readonly S[], magnitude: number): S {
  return scales.find(({ below }) => magnitude < below) ?? scales[scales.length - 1];
}

/** About four digits, as many as a person compares at a glance. */
function decimalsFor(magnitude: number): number {
  if (magnitude < 10) return 2;
  return magnitude < 1000 ? 1 : 0;
}

export interface SignOption {
  /** Puts a plus before gains too. */
  readonly signed?: boolean;
}

/** The currency's own sign where the language has one, e.g. "€". */
function currencySign(locale: string, currency: string): string {
  const parts = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

/** See `createFormat`. Every function takes the integer units of the domain; minus is the true minus sign. */
export function createNumberFormats({ locale, currency: defaultCurrency, notAvailable, points }: FormatOptions) {
  const formats = new Map<string, Intl.NumberFormat>();
  const signs = new Map<string, string>();

  function signOf(currency: string): string {
    const known = signs.get(currency) ?? currencySign(locale, currency);
    signs.set(currency, known);
    return known;
  }

  function write(value: number, decimals: number, options: Intl.NumberFormatOptions = {}, signed = false): string {
    const key = JSON.stringify([decimals, options, signed]);
    let found = formats.get(key);
    if (found === undefined) {
      found = new Intl.NumberFormat(locale, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        signDisplay: signed ? 'exceptZero' : 'negative',
        ...options,
      });
      formats.set(key, found);
    }
    return found.format(value).replace('-', '−');
  }

  function quantity(value: string, unit: string): Quantity {
    return { value, unit, text: `${value}${NO_BREAK_SPACE}${unit}` };
  }

  function scaled(value: number, scale: Scale, signed: boolean | undefined): Quantity {
    const size = value / scale.size;
    const decimals = scale.size === 1 ? 0 : decimalsFor(Math.abs(size));
    return quantity(write(size, decimals, {}, signed), scale.unit);
  }

  /** A plain number with a fixed count of decimals (default none). */
  function number(value: number, decimals = 0, { signed }: SignOption = {}): string {
    return write(value, decimals, {}, signed);
  }

  /** Energy from Wh in the unit that suits its size, or in a fixed one (columns of a table, axes). */
  function energy(wh: number, { unit, signed }: SignOption & { unit?: EnergyUnit } = {}): Quantity {
    const scale = energyUnits.find((one) => one.unit === unit) ?? scaleOf(energyUnits, Math.abs(wh));
    return scaled(wh, scale, signed);
  }

  /** Power or capacity from W in kW (`kWp` for photovoltaics). */
  function power(watts: number, unit: 'kW' | 'kWp' = 'kW'): Quantity {
    return quantity(write(watts / 1000, 1), unit);
  }

  /** A mass from grams. */
  function mass(grams: number, { signed }: SignOption = {}): Quantity {
    return scaled(grams, scaleOf(massUnits, Math.abs(grams)), signed);
  }

  /**
   * An amount from micro-currency, to the cent; to a hundredth of it, for single trades, which are often worth less than a cent; or to the
   * last digit, for books that must agree.
   */
  function money(
    micro: number,
    currency = defaultCurrency,
    { signed, decimals = 2 }: SignOption & { decimals?: 2 | 4 | 6 } = {},
  ): Quantity {
    const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    return {
      value: write(micro / MICRO, decimals, {}, signed),
      unit: signOf(currency),
      text: write(micro / MICRO, decimals, style, signed),
    };
  }

  /** A price from micro-currency per kWh, to the market's tick of 0.0001, e.g. "0.1482 €/kWh". */
  function price(microPerKwh: number, currency = defaultCurrency, { signed }: SignOption = {}): Quantity {
    return quantity(write(microPerKwh / MICRO, 4, {}, signed), `${signOf(currency)}/kWh`);
  }

  /** A share 0..1 in percent; null is not available. */
  function percent(share: number | null, decimals = 1, { signed }: SignOption = {}): string {
    return share === null ? notAvailable : write(share, decimals, { style: 'percent' }, signed);
  }

  /** How much a value grew against the one before, in percent of it; not available when that was 0 or there is none. */
  function change(current: number | null, previous: number | null): string {
    if (current === null || previous === null || previous === 0) return notAvailable;
    return percent((current - previous) / Math.abs(previous), 1, { signed: true });
  }

  /** How much a share changed, in percentage points. */
  function changeInPoints(current: number | null, previous: number | null): string {
    if (current === null || previous === null) return notAvailable;
    return quantity(write((current - previous) * 100, 1, {}, true), points).text;
  }

  /** Bytes of a file in kB, MB or GB (thousands). */
  function bytes(count: number): string {
    if (count < 1_000_000) return quantity(write(count / 1000, 1), 'kB').text;
    if (count < 1_000_000_000) return quantity(write(count / 1_000_000, 1), 'MB').text;
    return quantity(write(count / 1_000_000_000, 1), 'GB').text;
  }

  return { number, energy, power, mass, money, price, percent, change, changeInPoints, bytes };
}
