/**
 * Writes one short progress line to stderr. Tools keep stdout free, because for the headless commands stdout carries
 * the command's own JSON.
 */
export function reportStep(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The message of anything that was thrown, without its stack. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs a tool's main function and ends the process with the exit code it answers. An error is printed as its message
 * alone, since the people who type these commands are helped by a sentence, not by a stack, and exits with 1.
 * `DEBUG=1` adds the stack.
 */
export async function runTool(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    reportStep(process.env['DEBUG'] && error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
    process.exitCode = 1;
  }
}
