export const USAGE = `npm run bench                       every target, as a table
npm run bench -- NAME ...           those of a name (matching-cpp), whose names begin with it (matching), or of a target (M1)
npm run bench -- growth             how cost grows with trades, members and orders; also growth-trades, growth-members, growth-orders
  --size 10k|100k|1m|5m|all         at another size, where it applies; the targets are promised at one size only
  --json                            {"name","baseline","ours","ratio","target","met",...}, an array where several are run
  --markdown                        the tables as they stand in docs/performance.md
  --plots FOLDER                    growth as pictures (SVG), drawn by the charts of the reports
  --help                            this, and the names`;

const sizes: Readonly<Record<string, number>> = { '10k': 10_000, '100k': 100_000, '1m': 1_000_000, '5m': 5_000_000 };

export interface BenchOptions {
  /** Empty for all. */
  readonly names: readonly string[];
  readonly format: 'table' | 'json' | 'markdown';
  /** Null for what each target is promised at. */
  readonly size: number | 'all' | null;
  readonly plots: string | null;
  readonly isHelp: boolean;
}

/** Reads what was typed after `npm run bench --`. @throws Error, one sentence, for what is no option or has no value */
export function benchOptions(given: readonly string[]): BenchOptions {
  const names: string[] = [];
  let format: BenchOptions['format'] = 'table';
  let size: BenchOptions['size'] = null;
  let plots: string | null = null;
  let isHelp = false;
  for (let at = 0; at < given.length; at++) {
    const argument = given[at];
    if (argument === '--json' || argument === '--markdown') format = argument === '--json' ? 'json' : 'markdown';
    else if (argument === '--help') isHelp = true;
    else if (argument === '--size') size = sizeOf(given[++at]);
    else if (argument === '--plots') plots = folderOf(given[++at]);
    else if (argument.startsWith('-'))
      throw new Error(`There is no option ${argument}; --help shows those that there are.`);
    else names.push(argument);
  }
  return { names, format, size, plots, isHelp };
}

function sizeOf(text: string | undefined): number | 'all' {
  if (text?.toLowerCase() === 'all') return 'all';
  const size = sizes[text?.toLowerCase() ?? ''];
  if (size === undefined) throw new Error(`--size takes one of ${Object.keys(sizes).join(', ')} or all.`);
  return size;
}

function folderOf(text: string | undefined): string {
  if (text === undefined) throw new Error('--plots takes a folder.');
  return text;
}
