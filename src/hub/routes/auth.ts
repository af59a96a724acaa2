import type { FastifyInstance } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type HubAccount, hubAccountFields, refreshFields, signInFields, tokensFields } from '#shared/wire/sync.ts';
import { issueAccessToken } from '../auth/access-tokens.ts';
import { auditSignIn } from '../auth/audit.ts';
import { authenticate } from '../auth/authenticate.ts';
import { type Continued, endFamily, refresh } from '../auth/refresh.ts';
import { signIn } from '../auth/sign-in.ts';
import { WITHOUT_SIGN_IN } from '../openapi.ts';
import type { HubParts } from '../parts.ts';
import { limitSignIns } from '../request-limits.ts';

const tags = ['sign-in'];

/** Signing in, going on with a sign-in, ending it, and who is signed in. */
export function authRoutes(parts: HubParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/auth/sign-in',
      {
        config: limitSignIns(parts.limits),
        schema: {
          tags,
          summary: 'Sign in with e-mail and password',
          security: WITHOUT_SIGN_IN,
          body: signInFields,
          response: { 200: tokensFields },
        },
      },
      async ({ body, ip }) => tokens(app, parts, await signIn(parts, { ...body, address: ip })),
    );

    app.post(
      '/api/auth/refresh',
      {
        schema: {
          tags,
          summary: 'Exchange a refresh token for new tokens',
          security: WITHOUT_SIGN_IN,
          body: refreshFields,
          response: { 200: tokensFields },
        },
      },
      async ({ body }) => tokens(app, parts, await refresh(parts, body.refresh_token)),
    );

    app.post(
      '/api/auth/sign-out',
      {
        preParsing: authenticate(parts),
        schema: { tags, summary: 'End this sign-in; its tokens are good no more', response: { 204: z.null() } },
      },
      async ({ user, principal }, reply) => {
        const at = parts.now();
        await endFamily(parts.db, user?.sid ?? '', at);
        await auditSignIn(parts.db, { at, userId: principal.id, action: 'auth.sign-out', outcome: 'succeeded' });
        return reply.code(204).send(null);
      },
    );

    app.get(
      '/api/auth/me',
      {
        preParsing: authenticate(parts),
        schema: { tags, summary: 'Who is signed in, and for which communities', response: { 200: hubAccountFields } },
      },
      ({ principal }) => account(parts, principal.id),
    );
  };
}

async function tokens(
  app: FastifyInstance,
  parts: HubParts,
  continued: Continued,
): Promise<z.output<typeof tokensFields>> {
  const { token, expiresIn } = issueAccessToken(app, parts, continued);
  return {
    ...(await account(parts, continued.userId)),
    access_token: token,
    expires_in: expiresIn,
    refresh_token: continued.refreshToken,
  };
}

async function account({ db }: HubParts, userId: string): Promise<HubAccount> {
  const user = await db
    .selectFrom('hub_users')
    .select(['id', 'email', 'name', 'role'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  const communities = await db
    .selectFrom('hub_user_communities as mine')
    .innerJoin('communities as c', 'c.id', 'mine.community_id')
    .select(['c.id', 'c.name'])
    .where('mine.user_id', '=', userId)
    .orderBy('c.name')
    .orderBy('c.id')
    .execute();
  return { user, communities };
}
