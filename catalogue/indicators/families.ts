import type { Message } from '../refusal.ts';
import { collectionIndicators } from './collection.ts';
import { countIndicators } from './counts.ts';
import { eventIndicators } from './events.ts';
import { tenantIndicators } from './tenants.ts';
import { tradeIndicators } from './trade.ts';

interface Family extends Message {
  readonly ids: readonly string[];
}

/** The groups in which a reader finds the indicators. */
export const families = {
  trade: { zh: '金额与结构', en: 'Values and structure', ids: Object.keys(tradeIndicators) },
  counts: { zh: '单量与时效', en: 'Counts and speed', ids: Object.keys(countIndicators) },
  events: { zh: '退货与撤单', en: 'Returns and cancellations', ids: Object.keys(eventIndicators) },
  tenants: { zh: '企业', en: 'Tenants', ids: Object.keys(tenantIndicators) },
  collection: { zh: '报送质量', en: 'Quality of collection', ids: Object.keys(collectionIndicators) },
} as const satisfies Record<string, Family>;
export type FamilyId = keyof typeof families;
export const familyIds = Object.keys(families) as FamilyId[];

export function familyOf(id: string): FamilyId {
  const found = familyIds.find((family) => families[family].ids.includes(id));
  if (!found) throw new Error(`no family has ${id}`);
  return found;
}
