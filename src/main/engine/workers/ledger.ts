import { ledgerDesk } from '../ledger/ledger-work.ts';
import { serveWork } from '../threads/serve-work.ts';

/** Worker thread: finds, counts and exports trades, so that their rows wait neither for a clearing nor for an audit. */
serveWork(ledgerDesk);
