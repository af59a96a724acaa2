/** Failed trades and the people who put them in order (DOMAIN.md section 6): most within a week or so, some never. */
import type { Random } from '../domain/random.ts';
import { type FailureCode, failureCodes } from '../domain/records.ts';
import { HOUR, MINUTE } from '../domain/slots.ts';
import type { SettlementEvent } from '../settlement/events.ts';
import { CaseBook } from './case-book.ts';
import { meteredFor } from './metered-day.ts';
import { drawOperators, type Operator, workingTime } from './operators.ts';
import { drawPaymentByHand, drawWay, type Way } from './resolution-ways.ts';
import type { FailedTogether, SettlementDay } from './settlement.ts';

/** Trades are settled after so long. */
export const PENDING_TIME = 48 * HOUR;

/** Of the troubles: those of which somebody takes one trade aside, and those that nobody ever looks at. */
const ASIDE_SHARE = 0.1;
const FORGOTTEN_SHARE = 0.01;
const REJECTED_SHARE = 0.25;
const FAILS_AGAIN_SHARE = 0.2;

const agreements = [
  'Checked against the readings, I agree.',
  'I see it the same way.',
  'Agreed, there is no better way.',
];
const rejections = [
  'Please ask the two members first what they remember of it.',
  'Please write down what the members say to it before we do that.',
  'I would like to see the neighbouring slots first.',
];
const secondReasons = [
  'Asked again: both members agree to it now.',
  'Nothing more has come in since, and the month is to be closed.',
];

/** Causes that may be there again when a trade is settled once more. */
const lasting: ReadonlySet<FailureCode> = new Set(['INSUFFICIENT_BALANCE', 'BANK_RETURN', 'MANDATE_MISSING']);

/** When who does what about the trades of one trouble. Times in epoch milliseconds; Infinity: never. */
interface Handling {
  readonly proposer: Operator;
  readonly approver: Operator;
  readonly proposedAt: number;
  readonly decidedAt: number;
  readonly isRejected: boolean;
  readonly failsAgain: boolean;
  readonly proposedAgainAt: number;
  readonly decidedAgainAt: number;
}

export interface HandledDay {
  readonly events: SettlementEvent[];
  /** Rows of trades that are settled without a booking in the accounts. */
  readonly paidByHand: ReadonlySet<number>;
}

export class SettlementCases {
  readonly #random: Random;
  readonly #operators: readonly Operator[];
  readonly #timeZone: string;
  readonly #until: number;

  /** @param until up to when it is told what people did, epoch milliseconds */
  constructor(random: Random, timeZone: string, until: number) {
    this.#random = random;
    this.#operators = drawOperators(random.fork('operators'));
    this.#timeZone = timeZone;
    this.#until = until;
  }

  /**
   * What became of the failed trades of a day, up to the end: tells the steps of their cases, and writes what is resolved into the trades.
   * @param failed of `Settlement.settle`
   */
  handle(day: SettlementDay, failed: readonly FailedTogether[]): HandledDay {
    const events: SettlementEvent[] = [];
    const paidByHand = new Set<number>();
    const voided = new Set<number>();
    for (const { cause, isQuick, rows } of failed) {
      const delay = isQuick ? this.#random.integer(1, 20) * MINUTE : this.#random.integer(15, 360) * MINUTE;
      const failsAt = (row: number): number => {
        const due = isQuick ? day.trades.executedAt[row] : day.trades.slot[row] + PENDING_TIME;
        return Math.min(due + delay, this.#until);
      };
      const together = this.#drawHandling(failsAt(rows[rows.length - 1]), 1);
      const aside = this.#random.chance(ASIDE_SHARE) ? this.#random.pick(rows) : -1;
      for (const row of rows) {
        const handling = row === aside ? this.#drawHandling(together.proposedAt, 3) : together;
        const code = failureCodes[day.trades.failureCode[row]];
        const metered = meteredFor(day, row, (other) => voided.has(other));
        const way = drawWay(cause, day.trades.quantityWh[row], metered, this.#random);
        const book = new CaseBook(day.trades, row, this.#until, () => this.#random.uint32());
        book.fails(failsAt(row), code);
        const last =
          way.resolution.kind === 'void' ? this.#annul(book, way, handling) : this.#settle(book, way, handling, code);
        const isResolved = book.events.at(-1)!.kind === 'resolved';
        if (isResolved && last.kind === 'by-hand') paidByHand.add(row);
        if (isResolved && last.kind === 'void') voided.add(row);
        events.push(...book.events);
      }
    }
    return { events, paidByHand };
  }

  #drawHandling(after: number, days: number): Handling {
    const random = this.#random;
    const at = (time: number, from: number, to: number): number =>
      time === Number.POSITIVE_INFINITY ? time : workingTime(time, random.integer(from, to), this.#timeZone, random);
    const proposer = random.pick(this.#operators);
    const approver = random.pick(this.#operators.filter((operator) => operator !== proposer));
    const isForgotten = random.chance(FORGOTTEN_SHARE);
    const proposedAt = at(isForgotten ? Number.POSITIVE_INFINITY : after, days, days + 6);
    const decidedAt = at(proposedAt, 1, 4);
    const proposedAgainAt = at(decidedAt, 2, 6);
    return {
      proposer,
      approver,
      proposedAt,
      decidedAt,
      isRejected: random.chance(REJECTED_SHARE),
      failsAgain: random.chance(FAILS_AGAIN_SHARE),
      proposedAgainAt,
      decidedAgainAt: at(proposedAgainAt, 0, 2),
    };
  }

  /** One proposes, another one agrees; or wants to know more first. */
  #annul(book: CaseBook, { resolution, reason }: Way, handling: Handling): Way['resolution'] {
    const { proposer, approver, isRejected } = handling;
    const random = this.#random;
    book.isProposed({ at: handling.proposedAt, operator: proposer, reason }, resolution);
    if (isRejected) {
      book.isRejected({ at: handling.decidedAt, operator: approver, reason: random.pick(rejections) }, resolution);
      book.isProposed(
        { at: handling.proposedAgainAt, operator: proposer, reason: random.pick(secondReasons) },
        resolution,
      );
    }
    const decidedAt = isRejected ? handling.decidedAgainAt : handling.decidedAt;
    book.isApproved({ at: decidedAt, operator: approver, reason: random.pick(agreements) }, resolution);
    book.isResolved(decidedAt, resolution);
    return resolution;
  }

  /** One decides, and it is done; unless the same thing is in the way again. */
  #settle(book: CaseBook, { resolution, reason }: Way, handling: Handling, code: FailureCode): Way['resolution'] {
    const { proposer, approver, proposedAt, proposedAgainAt, failsAgain } = handling;
    book.isProposed({ at: proposedAt, operator: proposer, reason }, resolution);
    if (resolution.kind !== 'retry' || !failsAgain || !lasting.has(code)) {
      book.isResolved(proposedAt, resolution);
      return resolution;
    }
    book.fails(proposedAt, code);
    const second = drawPaymentByHand(this.#random);
    book.isProposed({ at: proposedAgainAt, operator: approver, reason: second.reason }, second.resolution);
    book.isResolved(proposedAgainAt, second.resolution);
    return second.resolution;
  }
}
