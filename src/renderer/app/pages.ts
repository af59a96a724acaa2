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
import { lazy, type ComponentType } from 'react';
import type { PageName } from '#shared/desk/page-views.ts';
import { AuditBadge } from './audit-badge.tsx';
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
  /** Shown at the right of the page's name: how many things wait there. It asks for its count itself and shows nothing at 0. */
  readonly Badge?: ComponentType;
  /** A page about the console itself: no period, and there before there is any community. */
  readonly isOfConsole?: true;
}

export const pages: readonly PageEntry[] = [
  {
    path: 'overview',
    icon: IconLayoutDashboard,
    Component: lazy(() => import('../pages/overview/page.tsx')),
  },
  {
    path: 'members',
    icon: IconUsers,
    Component: lazy(() => import('../pages/members/page.tsx')),
  },
  {
    path: 'marketplace',
    icon: IconBuildingStore,
    Component: lazy(() => import('../pages/marketplace/page.tsx')),
    Badge: OutboxBadge,
  },
  {
    path: 'rules',
    icon: IconRobot,
    Component: lazy(() => import('../pages/rules/page.tsx')),
    Badge: RulesBadge,
  },
  {
    path: 'ledger',
    icon: IconBook2,
    Component: lazy(() => import('../pages/ledger/page.tsx')),
  },
  {
    path: 'settlements',
    icon: IconGavel,
    Component: lazy(() => import('../pages/settlements/page.tsx')),
    Badge: SettlementsBadge,
  },
  {
    path: 'insights',
    icon: IconChartHistogram,
    Component: lazy(() => import('../pages/insights/page.tsx')),
  },
  {
    path: 'audit',
    icon: IconShieldCheck,
    Component: lazy(() => import('../pages/audit/page.tsx')),
    Badge: AuditBadge,
  },
  {
    path: 'legal',
    icon: IconScale,
    Component: lazy(() => import('../pages/legal/page.tsx')),
  },
  {
    path: 'settings',
    icon: IconSettings,
    Component: lazy(() => import('../pages/settings/page.tsx')),
    Badge: UpdateBadge,
    isOfConsole: true,
  },
];

/** The page that opens first. */
export const homePath = pages[0].path;
