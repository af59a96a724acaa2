import { insightsDesk } from '../insights/insights-work.ts';
import { serveWork } from '../threads/serve-work.ts';

/** Worker thread: indicators over time, leaderboards, losses and whole periods under other mechanisms, so that nothing else waits for them. */
serveWork(insightsDesk);
