import type { Source } from '../engine/engine.ts';
import type { InForce, Membership } from './partitions.ts';

/** Which delivery's lines count, by mode, flow and month. */
export function inForceSource(inForce: readonly InForce[]): Source {
  return {
    name: 'lake.in_force',
    columns: { delivery: 'VARCHAR', customs_mode: 'VARCHAR', flow: 'VARCHAR', period: 'VARCHAR' },
    rows: inForce.map(({ delivery_id, customs_mode, flow, period }) => ({
      delivery: delivery_id,
      customs_mode,
      flow,
      period,
    })),
  };
}

/** Memberships by day; one without an end lasts until the last day that there is. */
export function placedMemberships(memberships: readonly Membership[]): Source {
  return {
    name: 'registry.membership',
    columns: { uscc: 'VARCHAR', park_id: 'VARCHAR', from_day: 'DATE', to_day: 'DATE' },
    rows: memberships.map((one) => ({ ...one, to_day: one.to_day ?? '9999-12-31' })),
  };
}
