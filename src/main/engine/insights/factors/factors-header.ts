import type { ChosenPath } from '../../files.ts';
import { splitLine } from '../../imports/csv-records.ts';
import { invalidFile } from '../../imports/source-file.ts';

/** Where time and factor stand in a file of grid factors. */
export interface FactorsHeader {
  readonly delimiter: string;
  /** Spreadsheet row of the header. */
  readonly row: number;
  readonly time: number;
  readonly timeName: string;
  /** Whether the time's name says that it is UTC. */
  readonly isUtc: boolean;
  readonly factor: number;
  readonly factorName: string;
}

const EXPECTED = 'The first row names the columns: one for the time (timestamp), one for the factor (g_per_kwh).';
const TIME =
  /^(?:date[ _]?time|timestamp|time|hour|datum|zeit(?:punkt|stempel)?|date)(?:[ _]?\(?(?:utc|gmt|local)\)?)?$/;
const UTC = /\b(?:utc|gmt)\b|_(?:utc|gmt)$/;
/** What is emitted for a kWh, whatever the words and the order. */
const EMISSION = /\bg\b|g_|gco|co2|co₂|carbon|emission/;
const LIFE_CYCLE = /life[ _-]?cycle|lca/;

/**
 * Finds the two columns. Of several factors the one of the life cycle is taken, as the yearly factors hold it.
 * @throws Failure INPUT_INVALID naming the file and what is missing
 */
export function readFactorsHeader(file: ChosenPath, head: string): FactorsHeader {
  const lines = head.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const row = lines.findIndex((line) => line.trim() !== '');
  if (row < 0) throw invalidFile(file, 'the file is empty.', EXPECTED);
  const [delimiter, cells] = [',', ';', '\t']
    .map((sign): [string, string[]] => [sign, splitLine(lines[row], sign)])
    .reduce((best, one) => (one[1].length > best[1].length ? one : best));
  const names = cells.map((cell) => cell.trim());
  const words = names.map((name) => name.toLowerCase());
  const time = words.findIndex((word) => TIME.test(word));
  if (time < 0) throw invalidFile(file, 'no column of the header is a time.', EXPECTED, { row: row + 1 });
  const factors = words.flatMap((word, at) => (isPerKwh(word) ? [at] : []));
  const chosen = factors.length > 1 ? factors.filter((at) => LIFE_CYCLE.test(words[at])) : factors;
  if (chosen.length !== 1) {
    throw invalidFile(
      file,
      factors.length === 0
        ? 'no column of the header is a factor in g/kWh.'
        : `several columns are factors in g/kWh: ${factors.map((at) => names[at]).join(', ')}.`,
      factors.length === 0 ? EXPECTED : 'Leave one of them in the file.',
      { row: row + 1 },
    );
  }
  const [factor] = chosen;
  return {
    delimiter,
    row: row + 1,
    time,
    timeName: names[time],
    isUtc: UTC.test(words[time]),
    factor,
    factorName: names[factor],
  };
}

function isPerKwh(word: string): boolean {
  const at = word.search(EMISSION);
  return at >= 0 && word.includes('kwh', at);
}
