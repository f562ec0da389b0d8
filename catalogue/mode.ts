import type { Message } from './refusal.ts';

/** The total of a breakdown dimension, in every table, file and answer. */
export const total = '_T';

export const flows = {
  import: { zh: '进口', en: 'Import', aliases: ['I', 'IMPORT', '进口', '进', '进境'] },
  export: { zh: '出口', en: 'Export', aliases: ['E', 'EXPORT', '出口', '出', '出境'] },
} as const satisfies Record<string, Message & { aliases: readonly string[] }>;
export type Flow = keyof typeof flows;

interface CustomsModeEntry extends Message {
  /** The flows that the mode may carry. */
  readonly flows: readonly Flow[];
  readonly full: string;
  /** Retail modes have one parcel and one consumer per list; only they have an average ticket. */
  readonly retail: boolean;
  readonly basis: string;
  readonly valid_from: string;
}

/** Customs supervision modes of cross-border e-commerce, always text. Legal pairs: the announcement named in `basis`. */
export const customsModes = {
  '9610': {
    zh: '电子商务',
    en: 'CBEC retail',
    full: '跨境贸易电子商务',
    flows: ['import', 'export'],
    retail: true,
    basis: 'GACC 2014-12',
    valid_from: '2014-02-10',
  },
  '1210': {
    zh: '保税电商',
    en: 'Bonded CBEC',
    full: '保税跨境贸易电子商务',
    flows: ['import', 'export'],
    retail: true,
    basis: 'GACC 2014-57',
    valid_from: '2014-08-01',
  },
  '1239': {
    zh: '保税电商A',
    en: 'Bonded CBEC A',
    full: '保税跨境贸易电子商务A',
    flows: ['import'],
    retail: true,
    basis: 'GACC 2016-75',
    valid_from: '2016-12-01',
  },
  '9710': {
    zh: '跨境电商B2B直接出口',
    en: 'B2B direct export',
    full: '跨境电子商务企业对企业直接出口',
    flows: ['export'],
    retail: false,
    basis: 'GACC 2020-75',
    valid_from: '2020-07-01',
  },
  '9810': {
    zh: '跨境电商出口海外仓',
    en: 'Export to overseas warehouse',
    full: '跨境电子商务出口海外仓',
    flows: ['export'],
    retail: false,
    basis: 'GACC 2020-75',
    valid_from: '2020-07-01',
  },
} as const satisfies Record<string, CustomsModeEntry>;
export type CustomsMode = keyof typeof customsModes;

export interface ModeFlow {
  readonly mode: CustomsMode;
  readonly flow: Flow;
}

/** The seven legal pairs, in catalogue order. */
export const legalPairs: readonly ModeFlow[] = Object.entries(customsModes).flatMap(([mode, entry]) =>
  entry.flows.map((flow) => ({ mode: mode as CustomsMode, flow })),
);

export function isLegalPair(mode: string, flow: string): boolean {
  return legalPairs.some((pair) => pair.mode === mode && pair.flow === flow);
}

/** Sets of pairs for which an indicator has a meaning. */
export const scopes = {
  all: legalPairs,
  retail: legalPairs.filter(({ mode }) => customsModes[mode].retail),
  retail_import: legalPairs.filter(({ mode, flow }) => customsModes[mode].retail && flow === 'import'),
  retail_export: legalPairs.filter(({ mode, flow }) => customsModes[mode].retail && flow === 'export'),
  bonded_import: legalPairs.filter(
    ({ mode, flow }) => (mode === '1210' || mode === '1239') && flow === 'import',
  ),
} as const satisfies Record<string, readonly ModeFlow[]>;
export type Scope = keyof typeof scopes;

/** The modes of a scope, in catalogue order. */
export function modesOf(scope: Scope): CustomsMode[] {
  return [...new Set(scopes[scope].map(({ mode }) => mode))];
}

/** True where a published cell of this mode and flow (either may be `_T`) can hold a value of an indicator of the scope. */
export function isPossibleCell(mode: string, flow: string, scope: Scope = 'all'): boolean {
  return scopes[scope].some(
    (pair) => (mode === total || pair.mode === mode) && (flow === total || pair.flow === flow),
  );
}

export const parkTypes = {
  industry_cluster: { zh: '产业聚集型', en: 'Industry cluster' },
  warehouse_logistics: { zh: '仓储物流型', en: 'Warehousing and logistics' },
  supervised_site: { zh: '监管作业场所型', en: 'Supervised site' },
} as const satisfies Record<string, Message>;
export type ParkType = keyof typeof parkTypes;

/** What tenants do; the registry's files name the kind in Chinese, cells by its code. */
export const tenantKinds = {
  merchant: { zh: '电商企业', en: 'E-commerce merchant' },
  platform: { zh: '平台', en: 'Platform' },
  logistics: { zh: '物流', en: 'Logistics' },
  payment: { zh: '支付', en: 'Payment' },
  broker: { zh: '报关', en: 'Customs broker' },
  warehouse: { zh: '海外仓', en: 'Overseas warehouse' },
  services: { zh: '综合服务', en: 'Integrated services' },
} as const satisfies Record<string, Message>;
export type TenantKind = keyof typeof tenantKinds;

/** The code of a kind as the registry's files name it. */
export function kindCode(zh: string): TenantKind {
  const found = (Object.keys(tenantKinds) as TenantKind[]).find((code) => tenantKinds[code].zh === zh);
  if (found === undefined) throw new Error(`no kind of tenant is named ${zh}`);
  return found;
}
