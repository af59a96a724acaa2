import { backupsDesk } from '../backups/backups-work.ts';
import { serveWork } from '../threads/serve-work.ts';

/** Worker thread: makes backups and compares them with the cache. One copy is one statement that may take seconds. */
serveWork(backupsDesk);
