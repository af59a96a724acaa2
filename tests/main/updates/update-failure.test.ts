import { expect, it } from 'vitest';
import { problemOf, UpdateFailure } from '#main/updates/update-failure.ts';

const withCode = (code: string) => Object.assign(new Error('it failed'), { code });

it.each([
  [new Error('net::ERR_INTERNET_DISCONNECTED'), 'search', 'offline'],
  [new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'search', 'offline'],
  [new DOMException('The operation timed out', 'TimeoutError'), 'search', 'offline'],
  [new Error('net::ERR_CONNECTION_RESET'), 'search', 'offline'],
  [new Error('net::ERR_CONNECTION_RESET'), 'download', 'interrupted'],
  [new Error('net::ERR_CONTENT_LENGTH_MISMATCH'), 'download', 'interrupted'],
  [new Error('Request has been aborted by the server'), 'download', 'interrupted'],
  [new Error('Cannot download "https://example.org/a", status 404: Not found'), 'download', 'feed-missing'],
  [withCode('ERR_CHECKSUM_MISMATCH'), 'download', 'checksum'],
  [withCode('ENOSPC'), 'download', 'disk-full'],
  [withCode('EDQUOT'), 'download', 'disk-full'],
  [withCode('EACCES'), 'download', 'no-rights'],
  [withCode('EROFS'), 'download', 'no-rights'],
  [new UpdateFailure('signature-wrong'), 'search', 'signature-wrong'],
  [new Error('anything else'), 'download', 'unknown'],
  ['no error', 'search', 'unknown'],
] as const)('%s in a %s is told as "%s"', (error, during, problem) => {
  expect(problemOf(error, during)).toBe(problem);
});
