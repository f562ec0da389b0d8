import { oneOf, record, type Static, Type } from '../schema.ts';
import { labelForms } from './data-csv.ts';
import { allDimensions, details } from './layout.ts';
import { dataFormats, structureFormats } from './media.ts';
import { detailForms, referenceForms } from './structures.ts';

const period = (zh: string, en: string) =>
  Type.Optional(
    Type.String({
      description: `${zh}：2026、2026-Q1、2026-03、2026-W10、2026-03-15等 | ${en}: 2026, 2026-Q1, 2026-03, 2026-W10, 2026-03-15 and the like`,
      examples: ['2026-03'],
    }),
  );

const count = (zh: string, en: string) =>
  Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,3}$', description: `${zh} | ${en}`, examples: ['12'] }));

const instant = (zh: string, en: string, example: string) =>
  Type.Optional(Type.String({ description: `${zh} | ${en}`, examples: [example] }));

const updatedAfter = instant(
  '只要此刻之后公布或修订的观测值：带时区的时刻或日期',
  'Only observations published or revised after an instant with its offset, or a day',
  '2026-11-12',
);

export const dataParameters = record({
  startPeriod: period('起始期', 'First period'),
  endPeriod: period('截止期，年、季指其末', 'Last period; of a year or a quarter, its end'),
  firstNObservations: count('每个序列最早的若干期', 'So many observations of each series, from the oldest'),
  lastNObservations: count('每个序列最新的若干期', 'So many observations of each series, up to the newest'),
  updatedAfter,
  asOf: instant(
    '版本时刻：当时所知的数据；日期指该日末',
    'What was known at an instant; a day is its end',
    '2026-11-12',
  ),
  includeHistory: Type.Optional(
    oneOf(['true', 'false'], {
      description: '含历次版本，每次发布一个数据集 | All vintages, a data set for each release',
      examples: ['false'],
    }),
  ),
  dimensionAtObservation: Type.Optional(
    Type.String({
      description: `观测层的维度，不写为TIME_PERIOD；${allDimensions}为平铺 | The dimension at the observation; TIME_PERIOD when not given, ${allDimensions} for flat`,
      examples: ['TIME_PERIOD'],
    }),
  ),
  detail: Type.Optional(
    oneOf(details, {
      description: '内容：全部、只有值、只有键、没有观测值 | What is told of the data',
      examples: ['full'],
    }),
  ),
  format: Type.Optional(
    oneOf(Object.keys(dataFormats) as (keyof typeof dataFormats)[], {
      description: '格式，不写按Accept | Format; by Accept when not given',
      examples: ['csvdata'],
    }),
  ),
  labels: Type.Optional(
    oneOf(labelForms, {
      description: 'CSV中只写代码，或代码和名称 | In CSV, codes alone or with their names',
      examples: ['both'],
    }),
  ),
});
export type DataParameters = Static<typeof dataParameters>;

export const structureParameters = record({
  references: Type.Optional(
    oneOf(referenceForms, {
      description:
        '一并给出哪些相关结构，不写为none | Which related structures come along; none when not given',
      examples: ['all'],
    }),
  ),
  detail: Type.Optional(
    oneOf(detailForms, {
      description: '全部内容，或只有名称 | Whole, or names only',
      examples: ['full'],
    }),
  ),
  format: Type.Optional(
    oneOf(Object.keys(structureFormats) as (keyof typeof structureFormats)[], {
      description: '格式，不写按Accept | Format; by Accept when not given',
      examples: ['structure'],
    }),
  ),
});
export type StructureParameters = Static<typeof structureParameters>;

export const availableReferences = [
  'none',
  'all',
  'dataflow',
  'datastructure',
  'codelist',
  'conceptscheme',
  'dataproviderscheme',
] as const;

export const availableParameters = record({
  mode: Type.Optional(
    oneOf(['exact', 'available'], {
      description:
        '键本身的代码，或放开所问维度后可选的代码 | Codes of the key as it is, or what else a dimension could be',
      examples: ['exact'],
    }),
  ),
  references: Type.Optional(
    oneOf(availableReferences, {
      description: '一并给出哪些相关结构 | Which related structures come along',
      examples: ['none'],
    }),
  ),
  startPeriod: period('起始期', 'First period'),
  endPeriod: period('截止期', 'Last period'),
  updatedAfter,
  format: Type.Optional(
    oneOf(Object.keys(structureFormats) as (keyof typeof structureFormats)[], {
      description: '格式，不写按Accept | Format; by Accept when not given',
      examples: ['structure'],
    }),
  ),
});
export type AvailableParameters = Static<typeof availableParameters>;

const part = (zh: string, en: string, example: string) =>
  Type.String({ description: `${zh} | ${en}`, examples: [example] });

/** Parts of the path. */
export const pathParts = {
  flow: part('数据流', 'Dataflow: FLOW, AGENCY,FLOW or AGENCY,FLOW,VERSION', 'DF_PARK_TRADE'),
  key: part(
    '键：空为不限，+为或，all为全部',
    'Key: empty is a wildcard, + is or; all for everything',
    'M._T.trade_value.._T._T._T.N.LV.CNY',
  ),
  provider: part('数据提供方', 'Provider: all or SYCBEC', 'all'),
  component: part('维度', 'Dimension whose codes are asked for, or all', 'PARK'),
  resource: part(
    '结构的种类',
    'Kind of structure: dataflow, datastructure, codelist, conceptscheme, agencyscheme, contentconstraint or structure',
    'dataflow',
  ),
  agency: part('机构', 'Agency: SYCBEC, or all', 'SYCBEC'),
  id: part('标识', 'Id, or all; several with +', 'all'),
  version: part('版本', 'Version: latest, all or 1.0', 'latest'),
  item: part('代码或概念', 'Code or concept, several with +', '9610'),
} as const;
