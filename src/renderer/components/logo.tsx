import type { ReactNode } from 'react';

/** The console's mark: a current under a roof. */
export function Logo({ size }: { readonly size: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-accent-7)" />
      <path
        d="M6 15.6 14.5 8a2.3 2.3 0 0 1 3 0l8.5 7.6M8.8 17.4v6.1a1.8 1.8 0 0 0 1.8 1.8h10.8a1.8 1.8 0 0 0 1.8-1.8v-6.1"
        stroke="#A5DDCF"
        strokeWidth="2.1"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="m17.2 12.6-4.4 5.9h2.9l-.9 4.2 4.5-5.9h-3z"
        fill="#FFFFFF"
        stroke="#FFFFFF"
        strokeWidth="0.8"
        strokeLinejoin="round"
      />
    </svg>
  );
}
