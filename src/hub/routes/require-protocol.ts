import type { FastifyRequest } from 'fastify';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '#shared/wire/sync.ts';
import { HubError } from '../hub-error.ts';

/**
 * A hook that refuses consoles of another version of the protocol with 426 (PROTOCOL.md P4). As `preValidation` it comes before the
 * request's content is looked at, which may be of that other version.
 */
export async function requireProtocol(request: FastifyRequest): Promise<void> {
  const version = request.headers[PROTOCOL_HEADER];
  if (version === String(PROTOCOL_VERSION)) return;
  const isNewer = Number(version) > PROTOCOL_VERSION;
  throw new HubError(
    426,
    'CLIENT_TOO_OLD',
    isNewer
      ? `This hub is older than the console: it speaks version ${PROTOCOL_VERSION} of the sync protocol.`
      : `This console is too old for the hub, which speaks version ${PROTOCOL_VERSION} of the sync protocol.`,
    {
      remedy: isNewer
        ? 'Ask the hub’s administrator to update it. You can go on working offline.'
        : 'Install the current version of the console. You can go on working offline, and nothing that waits is lost.',
      details: { hub_protocol: PROTOCOL_VERSION },
    },
  );
}
