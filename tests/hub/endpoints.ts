/** The endpoints behind a sign-in. */
export const signedInEndpoints = [
  ['GET', '/api/auth/me'],
  ['POST', '/api/auth/sign-out'],
  ['GET', '/api/sync'],
  ['GET', '/api/sync/rollups'],
  ['POST', '/api/commands'],
  ['GET', '/api/events'],
  ['GET', '/api/communities'],
  ['GET', '/api/community/stats'],
  ['GET', '/api/community/members'],
  ['GET', '/api/trading/offers'],
  ['GET', '/api/trading/rules'],
  ['GET', '/api/trading/history'],
  ['GET', '/api/settlements'],
  ['POST', '/api/trading/execute'],
  ['GET', '/api/pricing/signals'],
] as const;
/** Those without. */
export const openEndpoints = [
  ['POST', '/api/auth/sign-in'],
  ['POST', '/api/auth/refresh'],
  ['GET', '/healthz'],
] as const;
