import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { HubError } from './hub-error.ts';
import type { HubLimits } from './parts.ts';

const MINUTE_MS = 60_000;

/** Counts the requests of every route: those of a signed-in user by that user, all others by their address. */
export async function limitRequests(app: FastifyInstance, limits: HubLimits): Promise<void> {
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: (request) => request.user?.sub ?? addressOf(request),
    errorResponseBuilder: (_request, { ttl }) => tooMany(Math.ceil(ttl / 1000)),
  });
}

/** The `config` of a route where passwords can be tried: a count of its own, by address. */
export function limitSignIns({ signInsPerMinute }: HubLimits): FastifyContextConfig {
  return { rateLimit: { max: signInsPerMinute, timeWindow: MINUTE_MS, keyGenerator: addressOf } };
}

/** One network counts as one address: an IPv6 caller has as many as it likes. */
function addressOf(request: FastifyRequest): string {
  return normalizeIP(request.ip);
}

function tooMany(retryAfterS: number): HubError {
  return new HubError(429, 'RATE_LIMITED', 'Too many requests came from here.', {
    remedy: `Wait ${retryAfterS} s, then go on. Nothing that waits is lost.`,
    retryAfterS,
  });
}
