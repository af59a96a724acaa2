import type { ParsedInput } from '#shared/contract/contract.ts';
import type { Cache } from '../../cache/open.ts';
import { requireCommunity } from '../../communities/community.ts';
import type { ChosenFiles } from '../../files.ts';
import { invalidFile } from '../../imports/source-file.ts';
import { readFactors } from './factors-csv.ts';
import { storeFactors } from './stored-factors.ts';

/**
 * Stores the hourly factors of a file in place of those that there are, whole or not at all.
 * @param now epoch milliseconds
 * @throws Failure INPUT_INVALID when there is no such community or file, it holds no factors, or a row of it is bad
 */
export async function importFactors(
  { read, write }: Cache,
  files: ChosenFiles,
  { communityId, fileId, source }: ParsedInput<'insights.importFactors'>,
  now: number,
): Promise<{ readonly hours: number }> {
  const community = requireCommunity(read, communityId);
  const file = files.resolve(fileId);
  const { hours, milligrams, badRowCount, badRows } = await readFactors(file, community.time_zone);
  const [bad] = badRows;
  if (bad !== undefined) {
    const more = badRowCount === 1 ? '' : ` ${badRowCount - 1} other rows are bad too.`;
    throw invalidFile(
      file,
      `row ${bad.row}, ${bad.field}: "${bad.value}" ${bad.problem}.${more} Nothing was stored.`,
      'Correct the file and choose it again.',
      { row: bad.row, field: bad.field },
    );
  }
  storeFactors(write, community.id, { source, fileName: file.name, hours, milligrams, now });
  return { hours: hours.length };
}
