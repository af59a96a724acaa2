import type { PasswordCost } from '#hub/auth/passwords.ts';

/** What the passwords of users cost whom tests add: they are worth nothing, so they may cost nothing. */
export const CHEAP: PasswordCost = { n: 2 ** 10, r: 8, p: 1 };
