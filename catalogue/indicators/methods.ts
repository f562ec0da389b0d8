import type { IndicatorId } from '../indicators.ts';
import { indicators } from '../indicators.ts';
import type { LineColumn } from '../line-template.ts';
import { customsModes, modesOf } from '../mode.ts';
import type { Message } from '../refusal.ts';
import { rowRules } from '../rules/row.ts';
import type { RowRule, RuleClass } from '../rules/rule.ts';
import { familyOf } from './families.ts';

/** What decides in which park something counts. */
export const bases = {
  membership: {
    zh: '企业入驻园区（放行日的入驻关系）',
    en: 'Park of the tenant, by membership on the day of release',
  },
  site: { zh: '监管作业场所所在园区', en: 'Park of the supervision site' },
  due: { zh: '应报企业所在园区', en: 'Park in which the tenant is due' },
} as const satisfies Record<string, Message>;
export type BasisId = keyof typeof bases;

export function basisOf(id: IndicatorId): BasisId {
  if (id === 'trade_value_by_site') return 'site';
  return familyOf(id) === 'collection' ? 'due' : 'membership';
}

const counted: readonly LineColumn[] = ['customs_mode', 'flow', 'released_on', 'declared_on'];
const value: readonly LineColumn[] = [
  ...counted,
  'currency',
  'amount',
  'freight',
  'insurance',
  'trade_terms',
  'quantity',
  'unit',
];
const declaration: readonly LineColumn[] = [...counted, 'declaration_no', 'line_no'];

/** The columns of the line template that an indicator is made from. */
const columnsRead: Readonly<Record<IndicatorId, readonly LineColumn[]>> = {
  trade_value: value,
  trade_value_usd: value,
  trade_value_by_site: [...value, 'supervision_site'],
  first_line_value: [...value, 'bonded_line'],
  second_line_value: [...value, 'bonded_line'],
  tax_assessed: [...counted, 'duty', 'vat', 'consumption_tax'],
  average_ticket: [...value, 'declaration_no'],
  partner_hhi: [...value, 'partner'],
  top5_tenant_share: value,
  declarations: declaration,
  parcels: [...counted, 'waybill_no'],
  simplified_declarations: [...declaration, 'statistics_flag'],
  summary_declarations: [...declaration, 'statistics_flag'],
  over_limit_lists: [...value, 'declaration_no'],
  release_hours_median: [...declaration],
  lines: declaration,
  returned_value: [...value, 'declaration_no'],
  returned_declarations: declaration,
  cancelled_declarations: declaration,
  return_rate: [...value, 'declaration_no'],
  net_trade_value: [...value, 'declaration_no'],
  active_tenants: counted,
  new_tenants: counted,
  leaving_tenants: counted,
  reporting_rate: [],
  on_time_rate: [],
  rejection_rate: [],
};

export interface MethodRule {
  readonly id: string;
  readonly class: RuleClass;
  readonly source: string;
  readonly columns: readonly string[];
}

/** The acceptance rules that a line must pass before it counts in an indicator: those of the columns that it is made from. */
export function rulesBehind(id: IndicatorId): MethodRule[] {
  const read = columnsRead[id];
  return Object.entries(rowRules as Readonly<Record<string, RowRule>>).flatMap(([rule, entry]) => {
    const columns = entry.columns.filter((column) => read.includes(column));
    return columns.length ? [{ id: rule, class: entry.class, source: entry.source, columns }] : [];
  });
}

/** The announcements behind the modes of an indicator. */
export function announcementsOf(
  id: IndicatorId,
): { mode: string; zh: string; basis: string; valid_from: string }[] {
  return modesOf(indicators[id].modes).map((mode) => {
    const { full, basis, valid_from } = customsModes[mode];
    return { mode, zh: full, basis, valid_from };
  });
}

/** Others that a reader of one wants beside it. */
const beside: Partial<Readonly<Record<IndicatorId, readonly IndicatorId[]>>> = {
  trade_value: [
    'trade_value_usd',
    'trade_value_by_site',
    'net_trade_value',
    'declarations',
    'average_ticket',
  ],
  average_ticket: ['trade_value', 'declarations'],
  return_rate: ['returned_value', 'trade_value'],
  net_trade_value: ['trade_value', 'returned_value', 'cancelled_declarations'],
  partner_hhi: ['trade_value'],
  top5_tenant_share: ['trade_value', 'active_tenants'],
  reporting_rate: ['on_time_rate', 'rejection_rate'],
};

export function relatedTo(id: IndicatorId): IndicatorId[] {
  const others = (Object.keys(indicators) as IndicatorId[]).filter(
    (other) => other !== id && familyOf(other) === familyOf(id),
  );
  return [...new Set([...(beside[id] ?? []), ...others])].slice(0, 8);
}
