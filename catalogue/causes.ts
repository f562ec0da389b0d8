import { type Detail, type Dimension, dimensions } from './indicators.ts';
import { total } from './mode.ts';
import type { Message } from './refusal.ts';

interface CauseEntry extends Message {
  /** What readers are told of it. */
  readonly public: Message;
}

/**
 * Why a published number differs from the one before it. Statistical practice asks for a cause of every revision; those of
 * customs are late reports, corrections and cancelled declarations (退单、撤单), the others follow from how numbers are made.
 */
export const causes = {
  LATE_REPORT: {
    zh: '迟报补入',
    en: 'Late report',
    public: {
      zh: '补入了上次发布后才收到的报送',
      en: 'Reports that came after the release before were taken in',
    },
  },
  CORRECTION: {
    zh: '更正',
    en: 'Correction',
    public: {
      zh: '企业更正或撤回了已报数据',
      en: 'Data that had been reported were corrected or taken back',
    },
  },
  CANCELLATION: {
    zh: '退货或撤单',
    en: 'Return or cancellation',
    public: { zh: '退货、撤单记录有变化', en: 'Returns or cancelled declarations changed' },
  },
  RATE: {
    zh: '汇率',
    en: 'Exchange rate',
    public: { zh: '更正了所用汇率', en: 'Exchange rates in use were corrected' },
  },
  SCOPE: {
    zh: '范围',
    en: 'Scope',
    public: {
      zh: '更正了园区、入驻关系或监管场所',
      en: 'Parks, memberships or supervision sites were corrected',
    },
  },
  METHOD: {
    zh: '方法',
    en: 'Method',
    public: { zh: '计算方法、指标定义或代码表有变化', en: 'Methods, definitions or code lists changed' },
  },
  SEASONAL: {
    zh: '季节调整',
    en: 'Seasonal adjustment',
    public: { zh: '季节因素重新估计', en: 'Seasonal factors were estimated anew' },
  },
  CONFIDENTIALITY: {
    zh: '保密',
    en: 'Confidentiality',
    public: { zh: '保密处理有变化', en: 'What is confidential changed' },
  },
  ESTIMATE: {
    zh: '估算',
    en: 'Estimate',
    public: { zh: '增加或取消了对未报数据的估算', en: 'Estimates for missing reports were added or ended' },
  },
  ROLLED_BACK: {
    zh: '回退',
    en: 'Rolled back',
    public: {
      zh: '上一版有误，恢复为更早一版的数字',
      en: 'The release before was wrong: the numbers of an earlier one stand again',
    },
  },
} as const satisfies Record<string, CauseEntry>;
export type Cause = keyof typeof causes;

/** The order in which causes are told. */
export const causeCodes = Object.keys(causes) as Cause[];

/** Cells that something can have moved; what is absent bounds nothing. A total holds its parts, and so is in their scope. */
export interface Scope {
  readonly indicators?: readonly string[];
  readonly mode?: string;
  readonly flow?: string;
  /** With `_T` among them where the city's total can move too. */
  readonly parks?: readonly string[];
  /** Only cells that name this breakdown. */
  readonly detail?: Detail;
}

export type CellCodes = Readonly<Record<Dimension, string>> & { readonly indicator: string };

/** A cause as a release keeps it. */
export interface ReleaseCause {
  readonly code: Cause;
  /** Deliveries, rates, memberships … that changed. */
  readonly count: number;
  /** Cells that moved and that it can have moved. */
  readonly moved: number;
  readonly public: Message;
  /** Names tenants and files: for the house only. */
  readonly internal: Message;
  readonly scopes: readonly Scope[];
}

export function touches({ indicators, mode, flow, parks, detail }: Scope, cell: CellCodes): boolean {
  return (
    (indicators === undefined || indicators.includes(cell.indicator)) &&
    (mode === undefined || cell.mode === mode || cell.mode === total) &&
    (flow === undefined || cell.flow === flow || cell.flow === total) &&
    (parks === undefined || parks.includes(cell.park)) &&
    (detail === undefined || cell[detail] !== total)
  );
}

/** The causes that can have moved a cell, in the order in which causes are told. */
export function causesOf(cell: CellCodes, found: readonly Pick<ReleaseCause, 'code' | 'scopes'>[]): Cause[] {
  const own = found.filter(({ scopes }) => scopes.some((scope) => touches(scope, cell)));
  return causeCodes.filter((code) => own.some((cause) => cause.code === code));
}

/** A cell without its breakdowns: the one of which they are parts. */
export function isDetailTotal(cell: CellCodes): boolean {
  return dimensions.every(
    (dimension) =>
      dimension === 'park' || dimension === 'mode' || dimension === 'flow' || cell[dimension] === total,
  );
}
