import { marketDesk } from '../market/market-work.ts';
import { serveWork } from '../threads/serve-work.ts';

/** Worker thread: clears, explains, replays, tries rules out and audits them, so that no other query waits for it. */
serveWork(marketDesk);
