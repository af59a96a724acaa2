import type { ErrorCode, Problem } from '#shared/contract/errors.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { Preferences } from '#shared/contract/preferences.ts';
import type { SessionState } from '#shared/contract/session.ts';
import type { SyncStatus } from '#shared/contract/sync.ts';
import type { Task } from '#shared/contract/tasks.ts';
import type { FakeCommunity } from './communities.ts';
import type { FakeDecision } from './decisions.ts';

/** The passphrase that opens the fake console. */
export const FAKE_PASSPHRASE = 'sunny side up 2026';

/** What the handlers of the fake bridge share. */
export interface FakeState {
  readonly now: number;
  readonly taskStepMs: number;
  session: SessionState;
  preferences: Preferences;
  communities: FakeCommunity[];
  tasks: Task[];
  sync: SyncStatus;
  /** The outbox, newest first. */
  decisions: FakeDecision[];
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
}

/** A failure that the fake bridge answers with. */
export class FakeProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Partial<Problem> & { readonly code: ErrorCode }) {
    super(problem.code);
    this.problem = { message: problem.code, remedy: '', retryable: false, correlationId: 'FAKE-0042', ...problem };
  }
}
