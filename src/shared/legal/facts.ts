/**
 * What European law says to those who run a community (DOMAIN.md section 9): information, not legal advice; national law decides the detail.
 * The words of each fact are in the locales under its id.
 */

/** The acts that the facts are of, with their European Legislation Identifier at the Official Journal. */
export const legalActs = {
  renewables: 'https://eur-lex.europa.eu/eli/dir/2018/2001/oj',
  electricity: 'https://eur-lex.europa.eu/eli/dir/2019/944/oj',
  sharing: 'https://eur-lex.europa.eu/eli/dir/2024/1711/oj',
  remit: 'https://eur-lex.europa.eu/eli/reg/2011/1227/oj',
  gdpr: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
} as const;
type LegalAct = keyof typeof legalActs;

/** By act, the article that defines its terms, point by point. */
export const definitionsOf: Readonly<Record<LegalAct, string>> = {
  renewables: '2',
  electricity: '2',
  sharing: '2',
  remit: '2',
  gdpr: '4',
};

/** Whom a fact is about: who runs the community, its members, or the data. */
export const legalParts = ['organiser', 'members', 'data'] as const;
export type LegalPart = (typeof legalParts)[number];

/** Where in the console something is done about a fact. */
export type LegalPlace =
  | 'documents'
  | 'consents'
  | 'requests'
  | 'retention'
  | 'meter'
  | 'log'
  | 'reports'
  | 'marketplace'
  | 'settlements';

export interface LegalFact {
  readonly id: string;
  readonly part: LegalPart;
  readonly act: LegalAct;
  /** Articles with paragraph or point and letter, e.g. "5(1)(c)"; each language has its own way to cite them. */
  readonly articles: string;
  readonly recital?: string;
  /** Absent where the console does nothing of its own. */
  readonly place?: LegalPlace;
}

export const legalFacts = [
  { id: 'sharing-organiser', part: 'organiser', act: 'sharing', articles: '15a(3)' },
  { id: 'renewable-community', part: 'organiser', act: 'renewables', articles: '2(16), 22', place: 'documents' },
  { id: 'citizen-community', part: 'organiser', act: 'electricity', articles: '2(11), 16', place: 'documents' },
  { id: 'lawful-basis', part: 'organiser', act: 'gdpr', articles: '6(1)', place: 'consents' },
  { id: 'information', part: 'organiser', act: 'gdpr', articles: '13, 14', place: 'documents' },
  { id: 'record', part: 'organiser', act: 'gdpr', articles: '30', place: 'reports' },
  { id: 'breach', part: 'organiser', act: 'gdpr', articles: '33', place: 'log' },
  { id: 'impact-assessment', part: 'organiser', act: 'gdpr', articles: '35', place: 'meter' },
  { id: 'wholesale', part: 'organiser', act: 'remit', articles: '2(4), 2(5)' },
  { id: 'join-and-leave', part: 'members', act: 'electricity', articles: '16(1)', place: 'retention' },
  { id: 'peer-to-peer', part: 'members', act: 'renewables', articles: '2(18), 21(2)', place: 'marketplace' },
  { id: 'sharing', part: 'members', act: 'sharing', articles: '15a(1), 15a(2)' },
  { id: 'imbalances', part: 'members', act: 'electricity', articles: '15(2)', place: 'settlements' },
  { id: 'access', part: 'members', act: 'gdpr', articles: '12(3), 15', place: 'requests' },
  { id: 'rectification', part: 'members', act: 'gdpr', articles: '16' },
  { id: 'erasure', part: 'members', act: 'gdpr', articles: '17', place: 'requests' },
  { id: 'restriction', part: 'members', act: 'gdpr', articles: '18', place: 'retention' },
  { id: 'portability', part: 'members', act: 'gdpr', articles: '20', place: 'requests' },
  { id: 'withdrawal', part: 'members', act: 'gdpr', articles: '7(3)', place: 'consents' },
  { id: 'pseudonyms', part: 'data', act: 'gdpr', articles: '4(5)', recital: '26', place: 'log' },
  { id: 'minimisation', part: 'data', act: 'gdpr', articles: '5(1)(c)', place: 'meter' },
  { id: 'storage-limitation', part: 'data', act: 'gdpr', articles: '5(1)(e)', place: 'retention' },
  { id: 'by-design', part: 'data', act: 'gdpr', articles: '25', place: 'meter' },
  { id: 'security', part: 'data', act: 'gdpr', articles: '32', place: 'log' },
] as const satisfies readonly LegalFact[];
export type LegalFactId = (typeof legalFacts)[number]['id'];
