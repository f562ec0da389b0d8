import { type Period, parsePeriod } from '../../catalogue/period.ts';
import { viewAddress as address, type View, type ViewWith } from '../view.ts';

/** The page's own parameters: whose deliveries lie open beside the board, and whether everybody is listed (`all`). */
export const own = { tenant: '', show: '' } as const;
export type QualityKey = keyof typeof own;

/** Everything that the address says. */
export interface QualityView extends Omit<View, 'period'> {
  readonly period: Period | undefined;
  readonly tenant: string | undefined;
  readonly everybody: boolean;
}

export function viewOf({ show, tenant, period, ...common }: ViewWith<QualityKey>): QualityView {
  return {
    ...common,
    period: parsePeriod(period ?? ''),
    tenant: tenant || undefined,
    everybody: show === 'all',
  };
}

export function viewAddress({ everybody, tenant = '', ...common }: QualityView): string {
  return address({ ...common, tenant, show: everybody ? 'all' : '' }, own);
}
