/** A cache of an old version and rows that fit it since the first step. */
import { migrations } from '#engine/cache/migrations/index.ts';
import type { Migration } from '#engine/cache/migrations/migration.ts';

/** The steps as they were when `version` was the last one. */
export const upTo = (version: number): Migration[] => migrations.filter((step) => step.version <= version);

export const INSERT_COMMUNITY = `INSERT INTO community VALUES (1, 'c1', 'Name', '', '', '', 0, 1, 'Europe/Berlin', 'EUR', NULL, NULL,
  'uniform-price', 15, 0, 0, 1, 0, NULL, NULL)`;
export const INSERT_MEMBER =
  "INSERT INTO member VALUES (1, 1, 'm1', 'House A1', 0, 0, NULL, NULL, 1, 0, 0, NULL, 0, 0)";
