import { Failure } from '#shared/contract/errors.ts';
import { UsageError, type CommandIo } from './command.ts';

type Command = (args: string[], io: CommandIo) => Promise<number>;

/** Each command is loaded when it is called: `match` need not wait for a database. */
const commands: Record<string, { readonly about: string; readonly load: () => Promise<Command> }> = {
  demo: { about: 'make the demo community', load: async () => (await import('./demo.ts')).runDemo },
  import: { about: 'import meter readings or a snapshot', load: async () => (await import('./import.ts')).runImport },
  stats: { about: 'indicators of a community in a profile', load: async () => (await import('./stats.ts')).runStats },
  simulate: {
    about: 'run a community from meter readings',
    load: async () => (await import('./simulate.ts')).runSimulate,
  },
  match: { about: 'clear one slot of orders from a file', load: async () => (await import('./match.ts')).runMatch },
  explain: { about: 'say why an order traded or not', load: async () => (await import('./explain.ts')).runExplain },
  replay: {
    about: 'compute clearings again and compare what is stored',
    load: async () => (await import('./replay.ts')).runReplay,
  },
  audit: {
    about: 'audit rules: say why each trade of a rule happened; audit verify: check the audit log',
    load: async () => (await import('./audit.ts')).runAudit,
  },
  export: {
    about: 'write the trades of a community to a CSV or XLSX file',
    load: async () => (await import('./export.ts')).runExport,
  },
  settlements: {
    about: 'list the cases of failed trades, with the cause that the data shows',
    load: async () => (await import('./settlements.ts')).runSettlements,
  },
  reconcile: {
    about: 'the books of a period: the proof, and what disagrees',
    load: async () => (await import('./reconcile.ts')).runReconcile,
  },
  counterfactual: {
    about: 'what members would have saved under other mechanisms',
    load: async () => (await import('./counterfactual.ts')).runCounterfactual,
  },
  sync: {
    about: 'fetch from a hub and send to it',
    load: async () => (await import('./sync.ts')).runSync,
  },
  backup: {
    about: 'make a backup of a profile, list, examine and restore backups',
    load: async () => (await import('./backup.ts')).runBackup,
  },
  doctor: {
    about: 'check versions, cipher, disk and cache',
    load: async () => (await import('./doctor.ts')).runDoctor,
  },
};

const usage = `Usage: npm run cli -- COMMAND [options] [--json]\n\n${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(16)}${about}\n`)
  .join(
    '',
  )}  ${'report'.padEnd(16)}make a report as a PDF; it is the console without a window\n\nExit codes: 0 fine, 1 a finding, 2 usage or bad input. docs/command-line.md lists every option.\n`;

const io: CommandIo = {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
};

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    (name === undefined ? io.stderr : io.stdout)(usage);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    io.stderr(`unknown command ${name}: one of ${Object.keys(commands).join(', ')}\n`);
    return 2;
  }
  if (args.includes('--help')) {
    io.stdout(usage);
    return 0;
  }
  try {
    const command = await commands[name].load();
    return await command(args, io);
  } catch (error) {
    if (error instanceof UsageError) io.stderr(`${error.message}\n`);
    else if (error instanceof Failure) io.stderr(`${error.message} ${error.remedy}`.trim() + '\n');
    else io.stderr(`${unexpected(error)}\n`);
    return 2;
  }
}

/** What befell the command from outside (a folder that cannot be written, a disk that is full), in one line and without a stack. */
function unexpected(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${path ?? 'a file'}: permission denied`;
  if (code === 'ENOENT') return `${path ?? 'a file'}: there is no such file or folder`;
  if (code === 'ENOSPC') return 'the disk is full; nothing was half-written';
  return `the command stopped because of a fault: ${message.split('\n', 1)[0]}`;
}

process.exitCode = await main(process.argv.slice(2));
