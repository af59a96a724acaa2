import type { Output, ParsedInput } from '#shared/contract/contract.ts';
import { HOUR } from '#shared/domain/slots.ts';
import type { ReadDb } from '../../cache/connection.ts';
import { requireCommunity } from '../../communities/community.ts';
import type { ChosenFiles } from '../../files.ts';
import { readFactors } from './factors-csv.ts';

/**
 * What is in a file of hourly grid factors, and how much of the community's data it covers; writes nothing.
 * @throws Failure INPUT_INVALID when there is no such community or file, or it holds no factors
 */
export async function inspectFactors(
  db: ReadDb,
  files: ChosenFiles,
  { communityId, fileId }: ParsedInput<'insights.inspectFactors'>,
): Promise<Output<'insights.inspectFactors'>> {
  const community = requireCommunity(db, communityId);
  const file = files.resolve(fileId);
  const { column, hours, milligrams, badRowCount, badRows } = await readFactors(file, community.time_zone);
  const withReadings = db.pluck<number>(
    'SELECT hour FROM rollup_hour WHERE community_id = ? AND (consumed_wh > 0 OR produced_wh > 0)',
    [community.id],
  );
  const known = new Set(hours);
  const grams = milligrams.map((one) => one / 1000);
  const isEmpty = hours.length === 0;
  return {
    fileId,
    name: file.name,
    hours: hours.length,
    from: isEmpty ? null : hours[0],
    to: isEmpty ? null : hours.at(-1)! + HOUR,
    column,
    least: isEmpty ? null : grams.reduce((least, one) => Math.min(least, one)),
    mean: isEmpty ? null : grams.reduce((sum, one) => sum + one, 0) / grams.length,
    most: isEmpty ? null : grams.reduce((most, one) => Math.max(most, one)),
    badRowCount,
    badRows: [...badRows],
    hoursWithReadings: withReadings.length,
    hoursCovered: withReadings.filter((hour) => known.has(hour)).length,
  };
}
