/** What JSON can hold, without fractions: amounts, energies and times are integers, shares are given as the two integers they are made of or as text. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };

/**
 * The figures of a report before any language: what its fingerprint is made from, and what a later check makes again. A section's id stands
 * in the document too, so that a check can say where figures differ. The time at which a report is made is no figure.
 */
export interface ReportFacts {
  /** End of the data, epoch milliseconds; null when there is none. */
  readonly dataTo: number | null;
  readonly sections: Readonly<Record<string, Fact>>;
}
