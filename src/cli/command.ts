import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Where a command writes: results on stdout, everything else on stderr. Texts bring their own line ends. */
export interface CommandIo {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** Wrong usage or bad input: the message is the one line for stderr, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** ARCHITECTURE.md section 8. */
export const exitCode = { fine: 0, finding: 1, usage: 2 } as const;

type Flags = NonNullable<ParseArgsConfig['options']>;
type FlagValues<T extends Flags> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; strict: true; allowPositionals: false }>
>['values'];

/**
 * The flags of a command, as `util.parseArgs` describes them; positional arguments are not allowed.
 * @throws UsageError naming the flag
 */
export function parseFlags<const T extends Flags>(args: string[], flags: T): FlagValues<T> {
  try {
    return parseArgs({ args, options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')))
      throw error;
    // Only the first sentence: what follows is advice about `--` that no command here takes.
    throw new UsageError((error.message.split(/\. |\n/)[0] ?? error.message).replace(/\.$/, ''));
  }
}

/**
 * The value of a flag that a command cannot do without.
 * @throws UsageError naming the flag
 */
export function requireFlag(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}

/**
 * Runs a command and turns a UsageError into its line on stderr and exit code 2; any other error is a defect and passes on.
 */
export async function runCommand(
  command: (args: string[], io: CommandIo) => Promise<number>,
  args: string[],
  io: CommandIo,
): Promise<number> {
  try {
    return await command(args, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr(`${error.message}\n`);
    return exitCode.usage;
  }
}
