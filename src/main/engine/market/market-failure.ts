import { Failure } from '#shared/contract/errors.ts';
import { UnknownMechanismError } from '#shared/market/mechanisms.ts';
import { DamagedCertificateError } from './sealed-orders.ts';

/** What a person is told of an error in computing with a market; any other error as it is. */
export function marketFailure(error: unknown): unknown {
  if (error instanceof DamagedCertificateError) {
    return new Failure('CACHE_CORRUPT', `The certificate of this clearing cannot be read: ${error.message}.`, {
      remedy: 'Verify the period to see what else differs, and restore a backup. Nothing was changed.',
      details: { situation: 'certificate' },
      cause: error,
    });
  }
  if (error instanceof UnknownMechanismError) {
    return new Failure(
      'INPUT_INVALID',
      `The community clears by a mechanism that this console does not know: ${error.message}.`,
      { remedy: 'Update the console. Nothing was changed.', cause: error },
    );
  }
  return error;
}
