/**
 * What kinds of data the cache holds. Each column of each table is of one class (`cache-tables.ts`), so that retention, the record of
 * processing (GDPR Art. 30) and the access pack (Art. 15) are made from the schema itself.
 */
export const dataClasses = [
  /** Who is behind a pseudonym. */
  'identity',
  /** What is known of a member by pseudonym: place, plant, account, standing rules, decisions in the outbox. */
  'member',
  /** Meter intervals, and the sums made of them. */
  'meter',
  'offer',
  /** The books: trades, settlement, clearings, certificates. */
  'trade',
  'audit',
  'consent',
  /** The community itself, its tariffs, documents and reports. */
  'community',
  /** Who works at this desk, and who runs the community. */
  'operator',
  /** What the console needs to work. */
  'technical',
] as const;
export type DataClass = (typeof dataClasses)[number];

export interface ColumnClass {
  readonly class: DataClass;
  /** Whether it tells something about a natural person, be it under a pseudonym (GDPR Art. 4(1), Recital 26). */
  readonly isPersonal: boolean;
}

/**
 * How a row says which member it is about: by the member's row id, by its wire id, by one of its rules, by its trade's two members, or
 * somewhere in a text of facts.
 */
export type MemberLink = 'row' | 'uid' | 'rule' | 'trade' | 'text';

export interface TableClasses {
  readonly columns: Readonly<Record<string, ColumnClass>>;
  /** Columns by which its rows are about members; empty for rows that are about nobody in particular. */
  readonly about: readonly { readonly column: string; readonly by: MemberLink }[];
}
