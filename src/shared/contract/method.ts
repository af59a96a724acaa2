import type { z } from 'zod';

/** DOMAIN.md section 8. */
export const roles = ['viewer', 'auditor', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];
/** What a method asks for: a role, or the making of reports, which managers and auditors may alike. */
export type Need = Role | 'reporting';

const grants: Record<Role, readonly Need[]> = {
  viewer: ['viewer'],
  auditor: ['viewer', 'auditor', 'reporting'],
  manager: ['viewer', 'manager', 'reporting'],
  admin: ['viewer', 'auditor', 'manager', 'reporting', 'admin'],
};

/** Whether a person of role `actual` may call a method that asks for at least `needed`. */
export function mayCall(actual: Role, needed: Need): boolean {
  return grants[actual].includes(needed);
}

export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
  readonly kind: 'query' | 'command';
  /** The least role; refused with FORBIDDEN by whoever answers. */
  readonly role: Need;
  /** Who answers: the engine, or main for what only it can do (keys, dialogs, preferences). */
  readonly answeredBy: 'engine' | 'main';
}

/** One area of the bridge: method name -> declaration. A name is written once, here. */
export type Area = Readonly<Record<string, Method>>;

/** Declares an area and keeps the exact types of its methods. */
export function defineArea<A extends Area>(area: A): A {
  return area;
}
