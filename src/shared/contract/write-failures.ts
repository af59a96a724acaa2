import { Failure } from './errors.ts';

/** What a person reads when the file system refused to write `name` where they wanted it. */
export function writeFailure(error: unknown, name: string): Failure {
  const code = codeOf(error);
  if (isFull(code)) return diskFull(error, name, 'Free some space or choose another disk.');
  return new Failure(
    'INPUT_INVALID',
    `"${name}" could not be saved in that folder (${code}). A file that was there before is unchanged.`,
    {
      remedy: remedies[code] ?? 'Choose a folder that you may write to.',
      details: { file: name, situation: 'folder' },
      cause: error,
    },
  );
}

/** Where something else helps than another folder. */
const remedies: Readonly<Record<string, string>> = {
  EBUSY: 'Close the file in other programs and try again, or choose another name.',
  EISDIR: 'Choose another name: a folder has this one.',
};

/** What a person reads when a file of the console's own profile could not be written. */
export function profileWriteFailure(error: unknown, name: string): Failure {
  const code = codeOf(error);
  if (isFull(code)) return diskFull(error, name, 'Free some space on the disk that holds your profile and try again.');
  return new Failure(
    'INTERNAL',
    `"${name}" could not be written in your profile folder (${code}). What was there before is unchanged.`,
    {
      remedy: 'Check that the disk works and that you may write in the profile folder.',
      details: { file: name, situation: 'file' },
      cause: error,
    },
  );
}

function diskFull(error: unknown, name: string, remedy: string): Failure {
  return new Failure('DISK_FULL', `There is no room left to save "${name}". What was there before is unchanged.`, {
    remedy,
    retryable: true,
    details: { file: name, situation: 'file' },
    cause: error,
  });
}

function isFull(code: string): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
