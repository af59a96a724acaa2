import type { preHandlerAsyncHookHandler, preParsingAsyncHookHandler } from 'fastify';
import { mayCall, type Role } from '#shared/contract/method.ts';
import { HubError } from '../hub-error.ts';
import type { HubParts, Principal } from '../parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; on routes behind `authenticate`. */
    principal: Principal;
    /** When the access token ends, in epoch milliseconds; on routes behind `authenticate`. */
    tokenExpiresAt: number;
  }
}

/**
 * Refuses a request without a valid access token (401) and sets `request.principal`. The person is looked up each time: an account that
 * was closed, a role that was changed and a sign-in that was ended count at once. It runs before the body is read.
 */
export function authenticate(parts: HubParts): preParsingAsyncHookHandler {
  return async (request) => {
    const claims = request.user;
    if (claims === null) throw notSignedIn();
    const user = await parts.db
      .selectFrom('hub_users as u')
      .select(['u.id', 'u.email', 'u.name', 'u.role'])
      .where('u.id', '=', claims.sub)
      .where('u.is_active', '=', true)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('refresh_tokens as t')
            .select('t.token_hash')
            .where('t.family', '=', claims.sid)
            .where('t.revoked_at', 'is', null),
        ),
      )
      .executeTakeFirst();
    if (user === undefined) throw notSignedIn();
    request.principal = user;
    request.tokenExpiresAt = claims.exp * 1000;
  };
}

/** Refuses whoever may not do what `role` may (403); behind `authenticate`. */
export function requireRole(role: Role): preHandlerAsyncHookHandler {
  return async ({ principal }) => {
    if (mayCall(principal.role, role)) return;
    throw new HubError(403, 'FORBIDDEN', `This needs the role ${role}; you have the role ${principal.role}.`, {
      remedy: 'Ask an administrator of the community.',
    });
  };
}

function notSignedIn(): HubError {
  return new HubError(401, 'HUB_REFUSED', 'You are not signed in, or your sign-in has ended.', {
    remedy: 'Sign in again. Nothing that waits is lost.',
  });
}
