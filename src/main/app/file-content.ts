import type { ParsedInput } from '#shared/contract/contract.ts';
import { Failure } from '#shared/contract/errors.ts';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The bytes to write for what the page made.
 *
 * @param content base64 for `png`, otherwise the text.
 * @throws INPUT_INVALID when a picture is none.
 */
export function bytesOf(type: ParsedInput<'files.save'>['type'], content: string): Buffer {
  if (type !== 'png') return Buffer.from(content, 'utf8');
  const picture = Buffer.from(content, 'base64');
  if (picture.subarray(0, pngSignature.length).equals(pngSignature)) return picture;
  throw new Failure(
    'INPUT_INVALID',
    'The picture could not be saved, because it is not a PNG picture. Nothing was written.',
    {
      remedy: 'Try again, or export the table instead.',
      details: { field: 'content' },
    },
  );
}
