import { causeCodes, causes, causesOf, type ReleaseCause } from '../catalogue/causes.ts';
import { statuses } from '../catalogue/status.ts';
import type { Change } from '../warehouse/changes.ts';
import { cellCodes, maybeDecimal, maybeText, oneOf, record, type Static, Type } from './schema.ts';

const inBoth = { zh: Type.String(), en: Type.String() };

/** A cause as readers are told it: no tenant is named. */
export const causeOfRelease = record({
  code: oneOf(causeCodes, { examples: ['LATE_REPORT'] }),
  ...inBoth,
  count: Type.Integer({
    description: '报送、汇率等的个数 | Deliveries, rates … that changed',
    examples: [2],
  }),
  moved: Type.Integer({
    description: '可能因此变动的单元数 | Cells that it can have moved',
    examples: [128],
  }),
  public: record(inBoth, { description: '对外说明 | What readers are told' }),
});
export const exampleCause = {
  code: 'LATE_REPORT',
  zh: '迟报补入',
  en: 'Late report',
  count: 2,
  moved: 128,
  public: {
    zh: '补入了上次发布后才收到的报送：2份（9710 出口），变动128个单元。影响最大：9710 出口 2026-10 全市由4.771亿元变为4.812亿元（+0.86 %）。',
    en: 'Reports that came after the release before were taken in: 2 deliveries (9710 export), 128 cells moved. Largest effect: 9710 export 2026-10, city: from CNY 477.10 million to CNY 481.20 million (+0.86 %).',
  },
} as const;

/** Names tenants and files: for the house. */
export const internalOfRelease = record(
  {
    causes: Type.Array(record({ code: oneOf(causeCodes), ...inBoth })),
    note: maybeText({ description: '发布人的内部说明 | What the officer says to the house' }),
  },
  { description: '内部说明，含企业名称 | For the house: tenants are named' },
);

export function toldCauses(
  found: readonly ReleaseCause[],
  previous: string | null,
): { causes: Static<typeof causeOfRelease>[]; causes_reason: string | null } {
  return {
    causes: found.map(({ code, count, moved, public: said }) => {
      const { zh, en } = causes[code];
      return { code, zh, en, count, moved, public: said };
    }),
    causes_reason: found.length ? null : whyNone(previous),
  };
}

function whyNone(previous: string | null): string {
  return previous === null
    ? '该月第一次发布 | The first release of its month'
    : `没有记录原因：数值未变（如定稿），或${previous}的清单不足以比较 | No cause is recorded: no value moved (as when it became final), or the manifest of ${previous} does not say enough to compare`;
}

export function withCauses<Row extends Change>(row: Row, found: readonly ReleaseCause[]) {
  return { ...row, causes: causesOf(row, found) };
}

export const change = record({
  indicator: Type.String(),
  ...cellCodes,
  period: Type.String(),
  from: maybeDecimal('100.00', '上一发布的值，无此单元或无值为null | Value before; null without one'),
  to: maybeDecimal('120.00', '本发布的值，无此单元或无值为null | Value now; null without one'),
  status: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    enum: [...Object.keys(statuses), null],
    description: '本发布的状态，单元已不存在为null | Status now; null for a cell that is no longer there',
  }),
  reason: maybeText({ description: '本发布无值的原因 | Why there is no value now' }),
  causes: Type.Array(oneOf(causeCodes), {
    description: '可能使其变动的全部原因 | Every cause that can have moved it',
    examples: [['LATE_REPORT']],
  }),
});
export const exampleChange = {
  indicator: 'trade_value',
  park: 'P01',
  mode: '9610',
  flow: 'export',
  partner: '_T',
  chapter: '_T',
  section: '_T',
  district: '_T',
  transport: '_T',
  kind: '_T',
  period: '2026-10',
  from: '100.00',
  to: '120.00',
  status: 'r',
  reason: null,
  causes: ['LATE_REPORT'],
} as const;
