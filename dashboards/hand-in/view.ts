import { type Period, parsePeriod } from '../../catalogue/period.ts';
import { viewAddress as address, readView as readCommon, type View } from '../view.ts';

const own = { tenant: '', delivery: '' } as const;

/** Everything that the address says: whose file, for which month, and which delivery is looked at. */
export interface HandInView extends Omit<View, 'period'> {
  readonly tenant: string | undefined;
  readonly period: Period | undefined;
  readonly delivery: string | undefined;
}

export function readView(search: string): HandInView {
  const { tenant, delivery, period, ...common } = readCommon(search, own);
  return {
    ...common,
    tenant: tenant || undefined,
    period: parsePeriod(period ?? ''),
    delivery: delivery || undefined,
  };
}

export function viewAddress({ tenant = '', delivery = '', ...common }: HandInView): string {
  return address({ ...common, tenant, delivery }, own);
}
