import {
  IconBook2,
  IconBuildingStore,
  IconChartHistogram,
  IconGavel,
  IconLayoutDashboard,
  IconRobot,
  IconScale,
  IconSettings,
  IconShieldCheck,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { PageName } from '#shared/desk/page-views.ts';
import { AuditBadge } from './audit-badge.tsx';
import { fetchedComponent } from './fetched-component.tsx';
import { OutboxBadge } from './outbox-badge.tsx';
import { RulesBadge } from './rules-badge.tsx';
import { SettlementsBadge } from './settlements-badge.tsx';
import { UpdateBadge } from './update-badge.tsx';

/** A page of the console. Adding one here adds its route, its place in the navigation, its shortcut and its entry in the palette. */
export interface PageEntry {
  /** Address below the root, also the key of its name in the locales under `shell:pages`. */
  readonly path: PageName;
  readonly icon: Icon;
  readonly Component: ComponentType;
  /** Has its code here before it is opened. */
  readonly fetchAhead: () => Promise<void>;
  /** Shown at the right of the page's name: how many things wait there. It asks for its count itself and shows nothing at 0. */
  readonly Badge?: ComponentType;
  /** A page about the console itself: no period, and there before there is any community. */
  readonly isOfConsole?: true;
}

export const pages: readonly PageEntry[] = [
  {
    path: 'overview',
    icon: IconLayoutDashboard,
    ...fetchedComponent(async () => (await import('../pages/overview/page.tsx')).default),
  },
  {
    path: 'members',
    icon: IconUsers,
    ...fetchedComponent(async () => (await import('../pages/members/page.tsx')).default),
  },
  {
    path: 'marketplace',
    icon: IconBuildingStore,
    ...fetchedComponent(async () => (await import('../pages/marketplace/page.tsx')).default),
    Badge: OutboxBadge,
  },
  {
    path: 'rules',
    icon: IconRobot,
    ...fetchedComponent(async () => (await import('../pages/rules/page.tsx')).default),
    Badge: RulesBadge,
  },
  {
    path: 'ledger',
    icon: IconBook2,
    ...fetchedComponent(async () => (await import('../pages/ledger/page.tsx')).default),
  },
  {
    path: 'settlements',
    icon: IconGavel,
    ...fetchedComponent(async () => (await import('../pages/settlements/page.tsx')).default),
    Badge: SettlementsBadge,
  },
  {
    path: 'insights',
    icon: IconChartHistogram,
    ...fetchedComponent(async () => (await import('../pages/insights/page.tsx')).default),
  },
  {
    path: 'audit',
    icon: IconShieldCheck,
    ...fetchedComponent(async () => (await import('../pages/audit/page.tsx')).default),
    Badge: AuditBadge,
  },
  {
    path: 'legal',
    icon: IconScale,
    ...fetchedComponent(async () => (await import('../pages/legal/page.tsx')).default),
  },
  {
    path: 'settings',
    icon: IconSettings,
    ...fetchedComponent(async () => (await import('../pages/settings/page.tsx')).default),
    Badge: UpdateBadge,
    isOfConsole: true,
  },
];

/** The page that opens first. */
export const homePath = pages[0].path;
