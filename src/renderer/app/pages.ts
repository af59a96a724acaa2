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

/** The code of each page, which is fetched once. */
const loads = {
  overview: () => import('../pages/overview/page.tsx'),
  members: () => import('../pages/members/page.tsx'),
  marketplace: () => import('../pages/marketplace/page.tsx'),
  rules: () => import('../pages/rules/page.tsx'),
  ledger: () => import('../pages/ledger/page.tsx'),
  settlements: () => import('../pages/settlements/page.tsx'),
  insights: () => import('../pages/insights/page.tsx'),
  audit: () => import('../pages/audit/page.tsx'),
  legal: () => import('../pages/legal/page.tsx'),
  settings: () => import('../pages/settings/page.tsx'),
} satisfies Readonly<Record<PageName, () => Promise<{ readonly default: ComponentType }>>>;

export const pages: readonly PageEntry[] = [
  {
    path: 'overview',
    icon: IconLayoutDashboard,
    Component: lazy(loads.overview),
  },
  {
    path: 'members',
    icon: IconUsers,
    Component: lazy(loads.members),
  },
  {
    path: 'marketplace',
    icon: IconBuildingStore,
    Component: lazy(loads.marketplace),
    Badge: OutboxBadge,
  },
  {
    path: 'rules',
    icon: IconRobot,
    Component: lazy(loads.rules),
    Badge: RulesBadge,
  },
  {
    path: 'ledger',
    icon: IconBook2,
    Component: lazy(loads.ledger),
  },
  {
    path: 'settlements',
    icon: IconGavel,
    Component: lazy(loads.settlements),
    Badge: SettlementsBadge,
  },
  {
    path: 'insights',
    icon: IconChartHistogram,
    Component: lazy(loads.insights),
  },
  {
    path: 'audit',
    icon: IconShieldCheck,
    Component: lazy(loads.audit),
    Badge: AuditBadge,
  },
  {
    path: 'legal',
    icon: IconScale,
    Component: lazy(loads.legal),
  },
  {
    path: 'settings',
    icon: IconSettings,
    Component: lazy(loads.settings),
    Badge: UpdateBadge,
    isOfConsole: true,
  },
];

/** The page that opens first. */
export const homePath = pages[0].path;

/** Fetches the code of these pages, so that none of them waits for it when it is opened. One that fails says so when it is opened. */
export function fetchPages(paths: readonly PageName[]): void {
  for (const path of paths) loads[path]().catch(() => undefined);
}
