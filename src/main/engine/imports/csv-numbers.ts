import { KWH_DECIMALS, MAX_ORDER_WH, parseDecimal } from '#shared/domain/units.ts';

/** Which sign separates the decimals: proven by cells of the file, contradicted by others, or not shown by any. */
export type DecimalSign = '.' | ',' | 'both' | 'unknown';

/** How numbers are written in a file. */
export interface NumberStyle {
  readonly decimal: DecimalSign;
  /** Signs that were seen to group thousands beyond doubt, e.g. `.` in `1.234,5`. */
  readonly grouping: readonly ('.' | ',')[];
}

export type EnergyResult =
  | {
      readonly wh: number;
      /** What rounding to whole Wh added, in Wh. */
      readonly roundedBy: number;
    }
  | { readonly problem: string };

const PLAIN = /^\d+(?:\.\d+)?$/;
/** Spaces (also the narrow and the non-breaking one) and apostrophes between digits only ever group thousands. */
const SPACED_GROUPS = /^([+-]?\d{1,3})((?:[ '’\u00a0\u202f]\d{3})+)(?=$|[.,])/;
/** Digits with at least one point or comma: words and abbreviations prove nothing. */
const LOOKS_NUMERIC = /^[+-]?(?=[^.,]*[.,])(?=\D*\d)[\d.,'’ \u00a0\u202f]+(?:e[+-]?\d+)?$/i;
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const NOT_A_NUMBER = { problem: 'is not a number' };

/** Collects what the number cells of a file prove about its decimal sign. */
export class NumberEvidence {
  readonly #decimals = new Set<'.' | ','>();
  readonly #grouping = new Set<'.' | ','>();

  see(cell: string): void {
    if (PLAIN.test(cell) && (this.#decimals.has('.') || !cell.includes('.'))) return;
    if (!LOOKS_NUMERIC.test(cell)) return;
    const separators = cell.replaceAll(/[^.,]/g, '');
    const last = separators.at(-1) as '.' | ',';
    if (separators.length === 1) {
      if (!AMBIGUOUS.test(cell)) this.#decimals.add(last);
      return;
    }
    const first = separators[0] as '.' | ',';
    if (isGrouped(cell, first)) {
      this.#grouping.add(first);
      this.#decimals.add(first === '.' ? ',' : '.');
    }
  }

  get style(): NumberStyle {
    const [one, other] = this.#decimals;
    return { decimal: other ? 'both' : (one ?? 'unknown'), grouping: [...this.#grouping].sort() };
  }
}

/** Whether `sign` groups the digits of `cell` in threes, with at most one decimal part behind. */
function isGrouped(cell: string, sign: '.' | ','): boolean {
  return sign === '.'
    ? /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/.test(cell)
    : /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(cell);
}

/** The cell in the form that parseDecimal reads, or what is wrong with it. */
function normalise(cell: string, style: NumberStyle): string | { readonly problem: string } {
  const text = cell.replace(SPACED_GROUPS, (_, start: string, groups: string) => start + groups.replaceAll(/\D/g, ''));
  const separators = text.replaceAll(/[^.,]/g, '');
  if (separators.length === 0) return text;
  const sign = separators[0] as '.' | ',';
  if (separators.length > 1) {
    if (!isGrouped(text, sign)) return NOT_A_NUMBER;
    return text.replaceAll(sign, '').replace(',', '.');
  }
  if (!AMBIGUOUS.test(text)) return text.replace(',', '.');
  const isDecimal = style.decimal === sign || (style.decimal === 'unknown' && sign === '.');
  if (isDecimal) return text.replace(',', '.');
  if (style.decimal !== 'both' && style.grouping.includes(sign)) return text.replace(sign, '');
  return {
    problem: `can be read as ${text.replace(sign, '')} or as ${text.replace(',', '.')}: write it without thousands separator`,
  };
}

/**
 * The energy of a cell in whole Wh. Finer decimals of kWh are rounded half-even (DOMAIN.md section 1).
 * @param cell a decimal number of kWh, trimmed
 */
export function parseEnergy(cell: string, style: NumberStyle): EnergyResult {
  if (cell === '') return { problem: 'is empty' };
  const isPointDecimal = style.decimal === '.' || style.decimal === 'unknown';
  const text = isPointDecimal && PLAIN.test(cell) ? cell : normalise(cell, style);
  if (typeof text !== 'string') return text;
  const kwh = Number(text);
  // The usual case without big integers: few digits and at most 3 decimals, so that Wh is exact.
  const exact = Math.round(kwh * 1000);
  if (text.length <= 15 && PLAIN.test(text) && exact <= MAX_ORDER_WH && exact / 1000 === kwh) {
    return { wh: exact, roundedBy: 0 };
  }
  const result = parseDecimal(text, KWH_DECIMALS, { rounding: 'half-even', max: MAX_ORDER_WH });
  if (result.ok) return { wh: result.value, roundedBy: result.value - kwh * 1000 };
  switch (result.problem) {
    case 'NOT_A_NUMBER':
      return NOT_A_NUMBER;
    case 'NEGATIVE':
      return { problem: 'is negative' };
    case 'OUT_OF_RANGE':
      return { problem: 'is too large for one reading' };
    case 'TOO_MANY_DECIMALS':
      throw new Error('rounding does not refuse decimals');
  }
}
