import { randomUUID } from 'node:crypto';
import jwt from '@fastify/jwt';
import type { FastifyInstance } from 'fastify';
import type { HubParts } from '../parts.ts';

/** What an access token says. It names a person and a sign-in; what that person may do is looked up with every request. */
interface AccessClaims {
  /** `hub_users.id` */
  readonly sub: string;
  /** The sign-in: `refresh_tokens.family`. */
  readonly sid: string;
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly exp: number;
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: AccessClaims;
    /** null without a valid token. */
    user: AccessClaims | null;
  }
}

/**
 * Lets `app` sign and read access tokens. Every request that brings a valid one has `request.user`, before anything is counted or
 * answered; whether it needs one is for the routes to say (`authenticate`).
 */
export async function readAccessTokens(app: FastifyInstance, parts: HubParts): Promise<void> {
  await app.register(jwt, {
    secret: Buffer.from(parts.secret),
    sign: { algorithm: 'HS256' },
    verify: { algorithms: ['HS256'], requiredClaims: ['sub', 'sid', 'jti', 'exp'] },
  });
  app.addHook('onRequest', async (request) => {
    if (request.headers.authorization === undefined) return;
    try {
      await request.jwtVerify({ clockTimestamp: parts.now() });
    } catch {
      // A token that is not valid is none: `authenticate` refuses, and the address is what gets counted.
    }
  });
}

/** A new access token of a sign-in, and the seconds for which it is good. */
export function issueAccessToken(
  app: FastifyInstance,
  parts: HubParts,
  { userId, family }: { readonly userId: string; readonly family: string },
): { readonly token: string; readonly expiresIn: number } {
  const issuedAt = Math.floor(parts.now() / 1000);
  const expiresIn = parts.limits.accessTokenMinutes * 60;
  const claims = { sub: userId, sid: family, jti: randomUUID(), iat: issuedAt, exp: issuedAt + expiresIn };
  return { token: app.jwt.sign(claims), expiresIn };
}
