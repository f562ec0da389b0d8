import { type Detail, type Dimension, details } from '../indicators.ts';
import type { Message } from '../refusal.ts';
import { agency, version } from './vocabulary.ts';

/** A component of a data structure: its concept, and the code list of its values where they have one. */
export interface Component extends Message {
  readonly id: string;
  readonly codelist: string | null;
}

/** `of`: what its codes are taken from; a dimension of the catalogue, or one that SDMX has besides. */
export interface KeyDimension extends Component {
  readonly codelist: string;
  readonly of: Dimension | 'frequency' | 'indicator' | 'adjustment' | 'transform' | 'unit';
}

export interface Attribute extends Component {
  readonly of: 'series' | 'observation';
  readonly mandatory: boolean;
}

/** Observations that share one data structure. Both have the same name but for `DF_` and `DSD_`. */
export interface Dataflow extends Message {
  readonly id: string;
  readonly structure: string;
  /** In the order of the key. */
  readonly key: readonly KeyDimension[];
  /** Dimensions of the catalogue in the key of which a cell names one at most. */
  readonly details: readonly Detail[];
}

const dimensionNames = {
  park: { id: 'PARK', codelist: 'CL_PARK', zh: '园区', en: 'Park' },
  mode: {
    id: 'CUSTOMS_MODE',
    codelist: 'CL_CUSTOMS_MODE',
    zh: '海关监管方式',
    en: 'Customs supervision mode',
  },
  flow: { id: 'TRADE_FLOW', codelist: 'CL_TRADE_FLOW', zh: '进出口方向', en: 'Trade flow' },
  partner: { id: 'COUNTERPART_AREA', codelist: 'CL_AREA', zh: '贸易伙伴', en: 'Counterpart area' },
  chapter: { id: 'COMMODITY', codelist: 'CL_COMMODITY', zh: '商品（HS章）', en: 'Commodity (HS chapter)' },
  section: { id: 'SECTION', codelist: 'CL_SECTION', zh: '商品（HS类）', en: 'Commodity (HS section)' },
  district: {
    id: 'CUSTOMS_DISTRICT',
    codelist: 'CL_CUSTOMS_DISTRICT',
    zh: '申报海关',
    en: 'Customs district',
  },
  transport: { id: 'TRANSPORT', codelist: 'CL_TRANSPORT', zh: '运输方式', en: 'Mode of transport' },
  kind: { id: 'TENANT_KIND', codelist: 'CL_TENANT_KIND', zh: '企业类型', en: 'Kind of tenant' },
} as const satisfies Record<Dimension, Component>;

const of = (dimension: Dimension): KeyDimension => ({ of: dimension, ...dimensionNames[dimension] });

const before: readonly KeyDimension[] = [
  { of: 'frequency', id: 'FREQ', codelist: 'CL_FREQ', zh: '频率', en: 'Frequency' },
  of('park'),
  { of: 'indicator', id: 'INDICATOR', codelist: 'CL_CBEC_INDICATOR', zh: '指标', en: 'Indicator' },
  of('mode'),
  of('flow'),
];
const after: readonly KeyDimension[] = [
  {
    of: 'adjustment',
    id: 'SEASONAL_ADJUST',
    codelist: 'CL_SEASONAL_ADJUST',
    zh: '季节调整',
    en: 'Seasonal adjustment',
  },
  { of: 'transform', id: 'TRANSFORMATION', codelist: 'CL_TRANSFORMATION', zh: '变换', en: 'Transformation' },
  { of: 'unit', id: 'UNIT_MEASURE', codelist: 'CL_UNIT', zh: '计量单位', en: 'Unit of measure' },
];

/** The dimensions that are last in every key, and the value. */
export const timeDimension: Component = {
  id: 'TIME_PERIOD',
  codelist: null,
  zh: '统计期',
  en: 'Time period',
};
export const measure: Component = { id: 'OBS_VALUE', codelist: null, zh: '观测值', en: 'Observation value' };

export const attributes = [
  {
    of: 'series',
    mandatory: true,
    id: 'UNIT_MULT',
    codelist: 'CL_UNIT_MULT',
    zh: '单位倍数（10的幂）',
    en: 'Unit multiplier',
  },
  { of: 'series', mandatory: true, id: 'DECIMALS', codelist: 'CL_DECIMALS', zh: '小数位', en: 'Decimals' },
  {
    of: 'observation',
    mandatory: true,
    id: 'OBS_STATUS',
    codelist: 'CL_OBS_STATUS',
    zh: '观测状态',
    en: 'Observation status',
  },
  {
    of: 'observation',
    mandatory: true,
    id: 'CONF_STATUS',
    codelist: 'CL_CONF_STATUS',
    zh: '保密状态',
    en: 'Confidentiality status',
  },
  {
    of: 'observation',
    mandatory: false,
    id: 'RELEASE',
    codelist: 'CL_RELEASE',
    zh: '发布状态',
    en: 'Release status',
  },
  {
    of: 'observation',
    mandatory: false,
    id: 'VINTAGE',
    codelist: null,
    zh: '发布编号',
    en: 'Release that the value comes from',
  },
  {
    of: 'observation',
    mandatory: false,
    id: 'REASON',
    codelist: 'CL_REASON',
    zh: '无值的原因',
    en: 'Why there is no value',
  },
  {
    of: 'observation',
    mandatory: false,
    id: 'COVERAGE',
    codelist: null,
    zh: '已报企业占应报企业的比率',
    en: 'Tenants that reported over tenants due',
  },
] as const satisfies readonly Attribute[];
export type AttributeId = (typeof attributes)[number]['id'];

function dataflow(suffix: string, inKey: readonly Detail[], names: Message): Dataflow {
  const name = `PARK_TRADE${suffix}`;
  return {
    id: `DF_${name}`,
    structure: `DSD_${name}`,
    key: [...before, ...inKey.map(of), ...after],
    details: inKey,
    ...names,
  };
}

const main = ['partner', 'chapter'] as const satisfies readonly Detail[];

/** The main one has partner and commodity; each further breakdown of the catalogue has one of its own. */
export const dataflows: readonly Dataflow[] = [
  dataflow('', main, { zh: '园区跨境电商统计', en: 'Statistics of CBEC parks' }),
  ...details
    .filter((detail) => !(main as readonly Detail[]).includes(detail))
    .map((detail) =>
      dataflow(`_${dimensionNames[detail].id}`, [detail], {
        zh: `园区跨境电商统计：按${dimensionNames[detail].zh}`,
        en: `Statistics of CBEC parks by ${dimensionNames[detail].en.toLowerCase()}`,
      }),
    ),
];

export const conceptScheme = {
  id: 'CS_PARK_TRADE',
  zh: '园区跨境电商统计概念',
  en: 'Concepts of the statistics of CBEC parks',
} as const;

/** Concepts, each once. */
export const concepts: readonly Component[] = [
  ...new Map(
    [...dataflows.flatMap(({ key }) => key), timeDimension, measure, ...attributes].map((component) => [
      component.id,
      component,
    ]),
  ).values(),
];

/** `SYCBEC:DF_PARK_TRADE(1.0)`. */
export function reference(id: string): string {
  return `${agency.id}:${id}(${version})`;
}
