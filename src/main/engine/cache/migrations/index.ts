import type { Migration } from './migration.ts';
import { migration0010 } from './0010-records.ts';
import { migration0020 } from './0020-rollups.ts';
import { migration0030 } from './0030-pseudonym-views.ts';
import { migration0040 } from './0040-certificates.ts';
import { migration0050 } from './0050-outbox.ts';
import { migration0060 } from './0060-sync.ts';
import { migration0070 } from './0070-rule-changes.ts';
import { migration0080 } from './0080-settlement-cases.ts';
import { migration0090 } from './0090-grid-factors.ts';
import { migration0100 } from './0100-audit-log.ts';
import { migration0110 } from './0110-reports.ts';
import { migration0120 } from './0120-consents-documents.ts';
import { migration0130 } from './0130-retention.ts';
import { migration0150 } from './0150-former-pseudonyms.ts';
import { migration0160 } from './0160-raw-window.ts';

/** All steps in order. A released one is never edited: add the next. */
export const migrations: readonly Migration[] = [
  migration0010,
  migration0020,
  migration0030,
  migration0040,
  migration0050,
  migration0060,
  migration0070,
  migration0080,
  migration0090,
  migration0100,
  migration0110,
  migration0120,
  migration0130,
  migration0150,
  migration0160,
];
