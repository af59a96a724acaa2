import { MAX_ACTOR } from '#shared/settlement/events.ts';
import type { Principal } from '../parts.ts';

/**
 * Who did something, as every reader of it is told: never an address, which stands for the name of a user without one. At most MAX_ACTOR
 * characters; null when nothing is left.
 */
export function nameOf({ name }: Pick<Principal, 'name'>): string | null {
  return name.split('@')[0].trim().slice(0, MAX_ACTOR) || null;
}
