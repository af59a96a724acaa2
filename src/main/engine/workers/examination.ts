import { examinationDesk } from '../diagnostics/examination-work.ts';
import { serveWork } from '../threads/serve-work.ts';

/** Worker thread: reads the whole cache for faults, so that nobody waits meanwhile. */
serveWork(examinationDesk);
