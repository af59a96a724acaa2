/** Achievements: rules over the indicators, of members and of the community (DOMAIN.md section 5). */
import { z } from 'zod';
import { instant, uid } from './communities.ts';

/** `shared/stats/achievements` says what each asks for. */
export const memberAchievements = [
  'first-trade',
  'shared-100-kwh',
  'shared-1000-kwh',
  'bought-100-kwh',
  'week-self-sufficient',
  'month-of-trading',
  'saved-100',
] as const;
export type MemberAchievement = (typeof memberAchievements)[number];

export const communityAchievements = [
  'traded-1-mwh',
  'traded-10-mwh',
  'everybody-takes-part',
  'month-without-failure',
  'month-without-losses',
  'week-half-self-sufficient',
  'co2-1-tonne',
  'co2-10-tonnes',
] as const;
export type CommunityAchievement = (typeof communityAchievements)[number];

export const achievementsSchema = z.object({
  /** Every one of the community's, reached or not. */
  community: z.array(
    z.object({
      kind: z.enum(communityAchievements),
      /** Start of the local day that it was reached on; null when it is not reached. */
      reachedAt: instant.nullable(),
      /**
       * The best value so far and the one that is asked for, in the indicator's own unit; null when it cannot be told. A sum holds only the
       * days that may be shown.
       */
      value: z.number().nullable(),
      target: z.number(),
    }),
  ),
  /** Members who have reached something, but have withdrawn the consent to be named: neither counted nor listed below. */
  membersLeftOut: z.number().int(),
  /** How many members have reached each. */
  members: z.array(z.object({ kind: z.enum(memberAchievements), members: z.number().int(), target: z.number() })),
  /** The latest by members, newest first. */
  latest: z.array(
    z.object({ kind: z.enum(memberAchievements), memberId: uid, anonymizedId: z.string(), reachedAt: instant }),
  ),
});
export type Achievements = z.infer<typeof achievementsSchema>;
