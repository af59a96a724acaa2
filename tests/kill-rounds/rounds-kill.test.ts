import { expect, it } from 'vitest';
import { killKinds, killRounds } from './kill-rounds.ts';

/** The exchange with a hub has tests of its own that kill (engine/sync/faults), and its part in `npm run kill-rounds`. */
const kinds = killKinds.filter(({ name }) => name !== 'sync' && name !== 'settlement');

it(
  'an engine that is killed while it imports, migrates, backs up, restores or changes its key loses nothing that it acknowledged',
  { timeout: 400_000 },
  async () => {
    const reports = await killRounds(kinds, { rounds: 12, seed: String(Date.now()) });
    expect(reports.map(({ name }) => name)).toEqual(['import', 'migration', 'backup', 'rekey', 'restore']);
    for (const { rounds } of reports) expect(rounds).toBeGreaterThan(1);
  },
);
