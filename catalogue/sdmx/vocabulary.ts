import type { Transform, UnitId } from '../indicators.ts';
import type { Flow } from '../mode.ts';
import type { Message } from '../refusal.ts';
import type { Reason, Status } from '../status.ts';

/** What SDMX says otherwise than the catalogue. Whatever has no entry here keeps its own code. */
export const agency = { id: 'SYCBEC', zh: '跨境电商园区统计', en: 'Statistics of CBEC parks' } as const;
export const version = '1.0';

/** A code with its names. */
export interface SdmxCode extends Message {
  readonly id: string;
  readonly parent?: string;
}

/** Observations are monthly. */
export const monthly = { id: 'M', zh: '月', en: 'Monthly' } as const;
/** Published values are not adjusted. */
export const unadjusted = {
  id: 'N',
  zh: '未作季节和日历调整',
  en: 'Neither seasonally adjusted nor calendar adjusted data',
} as const;

/** CL_TRADE_FLOW, cross-domain. */
export const flowCodes = { import: 'M', export: 'X' } as const satisfies Record<Flow, string>;

export const transformCodes = {
  level: 'LV',
  mom: 'G1M',
  yoy: 'G12M',
  ytd: 'YTD',
  ytd_yoy: 'GYTD',
  r12: 'R12',
  share: 'SHR',
  contribution: 'CTG',
} as const satisfies Record<Transform, string>;

export const unitCodes = {
  CNY: { id: 'CNY', zh: '人民币元', en: 'Yuan renminbi' },
  USD: { id: 'USD', zh: '美元', en: 'US dollar' },
  CNY_per_declaration: { id: 'CNY_DECL', zh: '元/票', en: 'Yuan renminbi per declaration' },
  NUM: { id: 'NUM', zh: '个数', en: 'Number' },
  hours: { id: 'HUR', zh: '小时', en: 'Hour' },
  index: { id: 'IX', zh: '指数', en: 'Index' },
  PCT: { id: 'PCT', zh: '百分之一', en: 'Percent' },
  PP: { id: 'PP', zh: '百分点', en: 'Percentage points' },
} as const satisfies Record<string, SdmxCode>;

/** How a published value is told: its unit, and how many places its decimal point moves to the right. */
export interface Told {
  readonly unit: string;
  readonly shift: 0 | 2;
}

/** Ratios are told in percent. */
const told = {
  CNY: { unit: 'CNY', shift: 0 },
  USD: { unit: 'USD', shift: 0 },
  declarations: { unit: 'NUM', shift: 0 },
  parcels: { unit: 'NUM', shift: 0 },
  lines: { unit: 'NUM', shift: 0 },
  tenants: { unit: 'NUM', shift: 0 },
  CNY_per_declaration: { unit: 'CNY_DECL', shift: 0 },
  hours: { unit: 'HUR', shift: 0 },
  index: { unit: 'IX', shift: 0 },
  ratio: { unit: 'PCT', shift: 2 },
} as const satisfies Record<UnitId, Told>;

export function toldAs(unit: UnitId, transform: Transform): Told {
  return transform === 'contribution' ? { unit: 'PP', shift: 2 } : told[unit];
}

/** CL_OBS_STATUS 2.x, cross-domain: the codes that are used. */
export const observationStatuses = [
  { id: 'A', zh: '正常', en: 'Normal value' },
  { id: 'E', zh: '估算', en: 'Estimated value' },
  { id: 'M', zh: '缺值：不可能有数据', en: 'Missing value; data cannot exist' },
  { id: 'O', zh: '缺值', en: 'Missing value' },
  { id: 'P', zh: '初步', en: 'Provisional value' },
  { id: 'Q', zh: '缺值：保密', en: 'Missing value; suppressed' },
] as const satisfies readonly SdmxCode[];
export type ObservationStatus = (typeof observationStatuses)[number]['id'];

const ofStatus = {
  p: 'P',
  r: 'A',
  f: 'A',
  e: 'E',
  c: 'Q',
  x: 'O',
  z: 'M',
} as const satisfies Record<Status, ObservationStatus>;

/** Of what has no value: whether it could have had one. */
const ofReason = {
  BASE_ZERO: 'M',
  BASE_NEGATIVE: 'M',
  SIGN_CHANGE: 'M',
  NO_BASE: 'M',
  MISSING: 'O',
  CONFIDENTIAL: 'Q',
  NOT_APPLICABLE: 'M',
  BREAK: 'M',
  TOO_FEW: 'M',
  INCOMPLETE: 'O',
} as const satisfies Record<Reason, ObservationStatus>;

export function observationStatus(status: Status, reason: Reason | null): ObservationStatus {
  return reason === null ? ofStatus[status] : ofReason[reason];
}

/** CL_CONF_STATUS 1.2, cross-domain. Which rule hides a cell would tell of it: every hidden one is C. */
export const confidentialities = [
  { id: 'C', zh: '保密', en: 'Confidential statistical information' },
  { id: 'F', zh: '公开', en: 'Free (free for publication)' },
] as const satisfies readonly SdmxCode[];

export function confidentiality(status: ObservationStatus): 'C' | 'F' {
  return status === 'Q' ? 'C' : 'F';
}

/** State of the release that an observation comes from. */
export const releaseStates = {
  p: { id: 'PRELIM', zh: '初步', en: 'Preliminary' },
  r: { id: 'REV', zh: '修订', en: 'Revised' },
  f: { id: 'FINAL', zh: '最终', en: 'Final' },
} as const satisfies Record<'p' | 'r' | 'f', SdmxCode>;

/** CL_UNIT_MULT 1.1, cross-domain: values are whole units. */
export const multipliers = [{ id: '0', zh: '个', en: 'Units' }] as const satisfies readonly SdmxCode[];
/** CL_DECIMALS, cross-domain. */
export const decimalCounts: readonly SdmxCode[] = [
  'Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen',
]
  .flatMap((words) => words.split(' '))
  .map((en, at) => ({ id: String(at), zh: `${at}位`, en }));

/** What a total of each dimension is called. */
export const totals = {
  park: { zh: '全部园区', en: 'All parks' },
  mode: { zh: '全部监管方式', en: 'All customs modes' },
  flow: { zh: '进出口', en: 'Imports and exports' },
  partner: { zh: '全球', en: 'World' },
  chapter: { zh: '全部商品', en: 'All commodities' },
  section: { zh: '全部商品', en: 'All commodities' },
  district: { zh: '全部关区', en: 'All customs districts' },
  transport: { zh: '全部运输方式', en: 'All modes of transport' },
  kind: { zh: '全部企业类型', en: 'All kinds of tenants' },
} as const satisfies Record<string, Message>;
