import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { PGliteAdapter, sql } from 'kysely';
import { z } from 'zod';
import packageFile from '../../../package.json' with { type: 'json' };
import { WITHOUT_SIGN_IN } from '../openapi.ts';
import type { HubParts } from '../parts.ts';

const health = z.object({ status: z.literal('ok'), database: z.enum(['pglite', 'postgres']), version: z.string() });

/** `GET /healthz`, for whoever watches over the hub: answers once the database does. Needs no sign-in. */
export function healthRoutes({ db }: HubParts): FastifyPluginAsyncZod {
  const database: z.output<typeof health>['database'] =
    db.getExecutor().adapter instanceof PGliteAdapter ? 'pglite' : 'postgres';
  return async (app) => {
    const schema = {
      tags: ['health'],
      summary: 'Whether the hub works',
      security: WITHOUT_SIGN_IN,
      response: { 200: health },
    };
    app.get('/healthz', { schema }, async () => {
      await sql`SELECT 1`.execute(db);
      return { status: 'ok' as const, database, version: packageFile.version };
    });
  };
}
