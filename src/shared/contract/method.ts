import type { z } from 'zod';

/** DOMAIN.md section 8. */
export const roles = ['viewer', 'auditor', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

const grants: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  auditor: ['viewer', 'auditor'],
  manager: ['viewer', 'manager'],
  admin: ['viewer', 'auditor', 'manager', 'admin'],
};

/** Whether a person of role `actual` may call a method that asks for at least `needed`. */
export function mayCall(actual: Role, needed: Role): boolean {
  return grants[actual].includes(needed);
}

export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly kind: 'query' | 'command';
  /** The least role; refused with FORBIDDEN by whoever answers. */
  readonly role: Role;
  /** Who answers: the engine, or main for what only it can do (keys, dialogs, preferences). */
  readonly answeredBy: 'engine' | 'main';
}

/** One area of the bridge: method name -> declaration. A name is written once, here. */
export type Area = Readonly<Record<string, Method>>;

/** Declares an area and keeps the exact types of its methods. */
export function defineArea<A extends Area>(area: A): A {
  return area;
}
