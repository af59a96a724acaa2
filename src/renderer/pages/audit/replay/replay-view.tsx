import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { usePeriod } from '../../../app/period.tsx';
import { ReplayPanel } from '../../marketplace/replay/replay-panel.tsx';

/** Computes every clearing of the period again; a slot that differs opens in the marketplace. */
export function ReplayView(): ReactNode {
  const navigate = useNavigate();
  const { search } = usePeriod();
  function showSlot(slot: number | null): void {
    const params = new URLSearchParams(search);
    if (slot !== null) params.set('slot', String(slot));
    void navigate({ pathname: '/marketplace', search: params.toString() });
  }
  return <ReplayPanel onSlot={showSlot} />;
}
