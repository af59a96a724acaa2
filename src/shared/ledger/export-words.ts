import type { ExportColumn, LedgerSortKey, TradeSide } from '../contract/ledger-records.ts';
import type { SettlementStatus } from '../domain/records.ts';

/** What an export says in a language: a file is read outside the console, so its words are not the page's. */
export interface ExportWords {
  readonly heads: Readonly<Record<ExportColumn, string>>;
  readonly statuses: Readonly<Record<SettlementStatus, string>>;
  /** By name; a mechanism that is not here is called by its name. */
  readonly mechanisms: Readonly<Record<string, string>>;
  /** Of the sheet with the trades. */
  readonly sheet: string;
  readonly about: AboutWords;
}

interface AboutWords {
  readonly title: string;
  readonly file: string;
  readonly community: string;
  readonly demo: string;
  readonly simulated: string;
  readonly made: string;
  readonly period: string;
  readonly untilBefore: string;
  readonly timeZone: string;
  readonly member: string;
  readonly sides: Readonly<Record<TradeSide, string>>;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
  readonly text: string;
  readonly sort: string;
  readonly sorts: Readonly<Record<LedgerSortKey, readonly [ascending: string, descending: string]>>;
  readonly columns: string;
  readonly rows: string;
  readonly energy: string;
  readonly amount: string;
  readonly fingerprint: string;
  readonly check: Readonly<Record<'csv' | 'xlsx', string>>;
  readonly pseudonyms: string;
}

const english: ExportWords = {
  heads: {
    id: 'Trade',
    executedAt: 'Executed',
    slot: 'Slot',
    buyer: 'Buyer',
    seller: 'Seller',
    quantityWh: 'Energy',
    price: 'Price',
    amount: 'Amount',
    status: 'Settlement',
    failureCode: 'Failure code',
    retail: 'Retail tariff',
    feedIn: 'Feed-in tariff',
    buyerSavings: "Buyer's savings",
    sellerSavings: "Seller's savings",
    mechanism: 'Mechanism',
    buyRuleId: 'Buy rule',
    sellRuleId: 'Sell rule',
    version: 'Version',
  },
  statuses: { pending: 'pending', settled: 'settled', failed: 'failed' },
  mechanisms: {
    'uniform-price': 'One price for all',
    'pay-as-bid': 'Pay as bid',
    'trade-reduction': 'Trade reduction',
    'mid-market-rate': 'Mid-market rate',
    'supply-demand-ratio': 'Supply-demand ratio',
    direct: 'Offer taken directly',
  },
  sheet: 'Trades',
  about: {
    title: 'About this export',
    file: 'File',
    community: 'Community',
    demo: 'Demo community: everything in this file is invented.',
    simulated: 'Simulated trades, computed from meter readings: none of them took place.',
    made: 'Made',
    period: 'Executed',
    untilBefore: 'until before',
    timeZone: 'Time zone',
    member: 'Member',
    sides: { either: 'as buyer or seller', buyer: 'as buyer', seller: 'as seller' },
    from: 'from',
    to: 'up to',
    rule: 'Rule of one of the two orders',
    text: 'Beginning of the id or part of a pseudonym',
    sort: 'Order',
    sorts: {
      executedAt: ['oldest first', 'newest first'],
      quantityWh: ['smallest energy first', 'largest energy first'],
      price: ['lowest price first', 'highest price first'],
      amount: ['smallest amount first', 'largest amount first'],
    },
    columns: 'Columns',
    rows: 'Trades',
    energy: 'Energy of all',
    amount: 'Amount of all',
    fingerprint: 'SHA-256',
    check: {
      csv: 'The SHA-256 is that of the bytes of the CSV file: any tool that computes SHA-256 checks it.',
      xlsx: 'The SHA-256 is that of the same trades as an ISO CSV: exporting them again as one with the same columns gives the same.',
    },
    pseudonyms:
      'Members are called by their pseudonyms. A pseudonym is not anonymity: treat this file as personal data.',
  },
};

const german: ExportWords = {
  heads: {
    id: 'Handel',
    executedAt: 'Ausgeführt',
    slot: 'Zeitabschnitt',
    buyer: 'Käufer',
    seller: 'Verkäufer',
    quantityWh: 'Energie',
    price: 'Preis',
    amount: 'Betrag',
    status: 'Abrechnung',
    failureCode: 'Fehlercode',
    retail: 'Bezugstarif',
    feedIn: 'Einspeisetarif',
    buyerSavings: 'Ersparnis des Käufers',
    sellerSavings: 'Ersparnis des Verkäufers',
    mechanism: 'Verfahren',
    buyRuleId: 'Kaufregel',
    sellRuleId: 'Verkaufsregel',
    version: 'Version',
  },
  statuses: { pending: 'offen', settled: 'abgerechnet', failed: 'fehlgeschlagen' },
  mechanisms: {
    'uniform-price': 'Ein Preis für alle',
    'pay-as-bid': 'Gebotspreisverfahren',
    'trade-reduction': 'Handelsreduktion',
    'mid-market-rate': 'Mittelkurs',
    'supply-demand-ratio': 'Angebots-Nachfrage-Verhältnis',
    direct: 'Angebot direkt angenommen',
  },
  sheet: 'Handel',
  about: {
    title: 'Über diesen Export',
    file: 'Datei',
    community: 'Gemeinschaft',
    demo: 'Demo-Gemeinschaft: Alles in dieser Datei ist erfunden.',
    simulated: 'Simulierter Handel, aus Zählerwerten berechnet: Nichts davon hat stattgefunden.',
    made: 'Erstellt',
    period: 'Ausgeführt',
    untilBefore: 'bis vor',
    timeZone: 'Zeitzone',
    member: 'Mitglied',
    sides: { either: 'als Käufer oder Verkäufer', buyer: 'als Käufer', seller: 'als Verkäufer' },
    from: 'ab',
    to: 'bis',
    rule: 'Regel eines der beiden Aufträge',
    text: 'Anfang der Kennung oder Teil eines Pseudonyms',
    sort: 'Reihenfolge',
    sorts: {
      executedAt: ['ältester zuerst', 'neuester zuerst'],
      quantityWh: ['kleinste Energie zuerst', 'größte Energie zuerst'],
      price: ['niedrigster Preis zuerst', 'höchster Preis zuerst'],
      amount: ['kleinster Betrag zuerst', 'größter Betrag zuerst'],
    },
    columns: 'Spalten',
    rows: 'Geschäfte',
    energy: 'Energie aller',
    amount: 'Betrag aller',
    fingerprint: 'SHA-256',
    check: {
      csv: 'Der SHA-256 ist der der Bytes der CSV-Datei: Jedes Programm, das SHA-256 berechnet, prüft ihn.',
      xlsx: 'Der SHA-256 ist der desselben Handels als ISO-CSV: Wer ihn so mit denselben Spalten exportiert, erhält denselben.',
    },
    pseudonyms:
      'Mitglieder stehen mit ihrem Pseudonym da. Ein Pseudonym ist keine Anonymität: Behandeln Sie diese Datei als personenbezogene Daten.',
  },
};

export const exportWords: Readonly<Record<'en' | 'de', ExportWords>> = { en: english, de: german };
