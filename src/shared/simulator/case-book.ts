/** What happens to one failed trade until it is in order: the steps of its case, and the trade as they leave it. */
import type { TradeColumns } from '../domain/change-page.ts';
import { type FailureCode, failureCodes, settlementStatuses } from '../domain/records.ts';
import { amountOf } from '../domain/units.ts';
import { putTimeUuid, uuidText } from '../domain/uuid.ts';
import type { Resolution, SettlementEvent } from '../settlement/events.ts';
import type { Operator } from './operators.ts';

const SETTLED = settlementStatuses.indexOf('settled');

/** A step by a person or, without one, by the hub itself. */
interface Step {
  readonly at: number;
  readonly operator?: Operator;
  readonly reason?: string;
}

/** The case of the trade in row `row` of `trades`. Steps after `until` do not happen any more, nor does anything that follows them. */
export class CaseBook {
  readonly events: SettlementEvent[] = [];
  readonly #trades: TradeColumns;
  readonly #row: number;
  readonly #until: number;
  readonly #bits: () => number;
  #isOver = false;

  /**
   * @param until epoch milliseconds
   * @param bits 32 random bits, for the ids of the steps
   */
  constructor(trades: TradeColumns, row: number, until: number, bits: () => number) {
    this.#trades = trades;
    this.#row = row;
    this.#until = until;
    this.#bits = bits;
  }

  /** The settlement fails, for the first time or again. */
  fails(at: number, code: FailureCode): void {
    if (this.#ends(at)) return;
    const { failureCode, version } = this.#trades;
    if (this.events.length > 0) {
      failureCode[this.#row] = failureCodes.indexOf(code);
      version[this.#row]++;
    }
    this.#add('failed', { at }, null, { failureCode: code });
  }

  /** Somebody proposes a resolution; one that no second person has to agree to is approved with it. */
  isProposed(step: Step, resolution: Resolution): void {
    if (this.#ends(step.at)) return;
    const needsApproval = resolution.kind === 'void';
    this.#add('proposed', step, resolution, { needsApproval });
    if (!needsApproval) this.#add('approved', { at: step.at }, resolution);
  }

  isApproved(step: Step, resolution: Resolution): void {
    if (!this.#ends(step.at)) this.#add('approved', step, resolution);
  }

  isRejected(step: Step, resolution: Resolution): void {
    if (!this.#ends(step.at)) this.#add('rejected', step, resolution);
  }

  /** The resolution is carried out: the trade becomes what it says. */
  isResolved(at: number, resolution: Resolution): void {
    if (this.#ends(at)) return;
    const row = this.#row;
    const { quantityWh, amount, price, status, failureCode, version } = this.#trades;
    const before = { quantityWh: quantityWh[row], amount: amount[row] };
    if (resolution.kind === 'adjust') {
      quantityWh[row] = resolution.quantityWh;
      amount[row] = amountOf(resolution.quantityWh, price[row]);
    }
    if (resolution.kind !== 'void') {
      status[row] = SETTLED;
      failureCode[row] = -1;
    }
    version[row]++;
    this.#add('resolved', { at }, resolution, { before });
  }

  #ends(at: number): boolean {
    this.#isOver ||= at > this.#until;
    return this.#isOver;
  }

  #add(
    kind: SettlementEvent['kind'],
    { at, operator, reason }: Step,
    resolution: Resolution | null,
    more: Partial<Pick<SettlementEvent, 'failureCode' | 'needsApproval' | 'before'>> = {},
  ): void {
    const { id, executedAt, version } = this.#trades;
    const bytes = new Uint8Array(16);
    putTimeUuid(bytes, 0, at, this.#bits);
    this.events.push({
      id: uuidText(bytes),
      tradeId: uuidText(id, this.#row),
      executedAt: executedAt[this.#row],
      number: this.events.length + 1,
      kind,
      at,
      by: operator?.name ?? null,
      byId: operator?.id ?? null,
      reason: reason ?? null,
      tradeVersion: version[this.#row],
      failureCode: null,
      resolution,
      needsApproval: false,
      before: null,
      ...more,
    });
  }
}
