import type { Socket } from 'node:net';
import compress from '@fastify/compress';
import etag from '@fastify/etag';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { readAccessTokens } from './auth/access-tokens.ts';
import { authenticate } from './auth/authenticate.ts';
import { HubError } from './hub-error.ts';
import { describeApi } from './openapi.ts';
import type { HubParts } from './parts.ts';
import { rawProblem, sendProblem } from './problem-answers.ts';
import { limitRequests } from './request-limits.ts';
import { authRoutes } from './routes/auth.ts';
import { commandRoutes } from './routes/commands.ts';
import { communityRoutes } from './routes/communities.ts';
import { eventRoutes } from './routes/events.ts';
import { executeRoutes } from './routes/execute.ts';
import { healthRoutes } from './routes/health.ts';
import { historyRoutes } from './routes/history.ts';
import { memberRoutes } from './routes/members.ts';
import { offerRoutes } from './routes/offers.ts';
import { rollupRoutes } from './routes/rollups.ts';
import { ruleRoutes } from './routes/rules.ts';
import { settlementRoutes } from './routes/settlements.ts';
import { signalRoutes } from './routes/signals.ts';
import { statsRoutes } from './routes/stats.ts';
import { syncRoutes } from './routes/sync.ts';

export interface AppOptions {
  /** PEM texts; without them the hub speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

const BODY_LIMIT = 1024 * 1024;
/** Milliseconds for a request to arrive as a whole. */
const REQUEST_TIMEOUT_MS = 30_000;

/** The routes behind a sign-in. */
const signedInRoutes = [
  syncRoutes,
  rollupRoutes,
  commandRoutes,
  eventRoutes,
  communityRoutes,
  statsRoutes,
  memberRoutes,
  offerRoutes,
  ruleRoutes,
  historyRoutes,
  settlementRoutes,
  executeRoutes,
  signalRoutes,
];

/** The hub's HTTP server with everything wired up, not listening yet. */
export async function buildApp(parts: HubParts, { tls }: AppOptions = {}): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: false,
    exposeHeadRoutes: false,
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, error, parts.log),
    clientErrorHandler: answerRaw,
    ...(tls ? { https: tls } : {}),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error, parts.log));
  refuseWhenClosing(app);
  await protectAnswers(app, tls !== undefined);
  await readAccessTokens(app, parts);
  await limitRequests(app, parts.limits);
  await describeApi(app);
  refuseUnknown(app);

  await app.register(healthRoutes(parts));
  await app.register(authRoutes(parts));
  await app.register(async (signedIn) => {
    signedIn.addHook('preParsing', authenticate(parts));
    await shortenAnswers(signedIn);
    for (const routes of signedInRoutes) await signedIn.register(routes(parts));
  });
  return app;
}

/** The headers of an API whose answers no page may show or run; the pages of the documentation have their own policy. */
async function protectAnswers(app: FastifyInstance, isSecure: boolean): Promise<void> {
  const none = ["'none'"];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: none, baseUri: none, formAction: none, frameAncestors: none },
    },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: isSecure,
  });
  // Tokens and people's data: no proxy keeps them.
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
}

/**
 * What the console has already is not sent again (`If-None-Match`), and what is sent is sent compressed when the console can read it
 * (PROTOCOL.md P8). For the routes behind a sign-in alone: an answer with tokens, which could be guessed from its compressed length, is
 * none of them.
 */
async function shortenAnswers(app: FastifyInstance): Promise<void> {
  await app.register(etag, { weak: true });
  await app.register(compress, { encodings: ['zstd', 'gzip'], globalDecompression: false });
}

/** What comes over a connection that is still open while the hub stops is told to come back. */
function refuseWhenClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onRequest', async () => {
    if (!isClosing) return;
    throw new HubError(503, 'HUB_REFUSED', 'The hub is being stopped.', {
      remedy: 'Try again in a moment.',
      retryAfterS: 5,
    });
  });
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** 404, or 405 where the path exists with another method. */
function refuseUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const [url] = request.url.split('?', 1);
    const allowed = METHODS.filter((method) => app.hasRoute({ method, url }));
    if (allowed.length === 0) throw new HubError(404, 'HUB_REFUSED', `The hub has nothing at ${url}.`);
    void reply.header('allow', allowed.join(', '));
    throw new HubError(405, 'HUB_REFUSED', `${url} knows no ${request.method}.`, {
      remedy: `Use ${allowed.join(' or ')}.`,
    });
  });
}

function answerRaw(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable) socket.end(rawProblem(error.code));
  else socket.destroy(error);
}
