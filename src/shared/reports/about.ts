import type { ReportKind, ReportOrder } from '../contract/report-records.ts';

/** The order of one kind. */
export type OrderOf<K extends ReportKind> = Extract<ReportOrder, { kind: K }>;

/** What a report says of its community besides the figures. */
export interface ReportCommunity {
  readonly id: string;
  readonly name: string;
  readonly district: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly mechanism: string;
  readonly slotMinutes: number;
  readonly isDemo: boolean;
  readonly hasSimulatedTrades: boolean;
}

/** What a report is about, beside its facts. */
export interface ReportAbout<K extends ReportKind = ReportKind> {
  readonly community: ReportCommunity;
  readonly order: OrderOf<K>;
  /** End of the data, epoch milliseconds; null when there is none. */
  readonly dataTo: number | null;
}
