import type { Meaning } from '../format/meaning.ts';

/** What a chart of a report shows. Values stand in the unit that the axis names; null is a gap: withheld, or not measured. */
export type ReportChart =
  | {
      readonly kind: 'bars' | 'lines';
      /** What stands below the axis, one for each value. */
      readonly labels: readonly string[];
      readonly unit: string;
      readonly series: readonly ReportSeries[];
      /** Bars of all series on one another. */
      readonly isStacked?: boolean;
    }
  /** Supply and demand of one slot as steps: price over quantity. */
  | {
      readonly kind: 'curves';
      readonly quantityUnit: string;
      readonly priceUnit: string;
      readonly demand: ReportCurve;
      readonly supply: ReportCurve;
      /** Where they meet. */
      readonly clearing: { readonly quantity: number; readonly price: number } | null;
    };

export interface ReportSeries {
  readonly name: string;
  readonly meaning: Meaning;
  readonly values: readonly (number | null)[];
  /** A second line of the same meaning is told apart by its dashes. */
  readonly isDashed?: boolean;
}

interface ReportCurve {
  readonly name: string;
  /** Corners of the steps from left to right. */
  readonly points: readonly { readonly quantity: number; readonly price: number }[];
}
