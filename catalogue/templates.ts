import { eventColumns, eventTemplate } from './event-template.ts';
import {
  type LineColumn,
  lineColumns,
  lineTemplate,
  plainHeader,
  type TemplateColumn,
} from './line-template.ts';
import { customsModes } from './mode.ts';
import type { Message } from './refusal.ts';

export const templateIds = ['line', 'b2b_export', 'event', 'own'] as const;
export type TemplateId = (typeof templateIds)[number];

/** A tenant's own column names, and what its files never say because it is always the same. */
export interface ColumnMap {
  readonly columns: Readonly<Record<string, LineColumn>>;
  readonly constants: Partial<Readonly<Record<LineColumn, string>>>;
}

/** What a table must look like to be read, and where its columns go. */
export interface Template extends Message {
  readonly id: TemplateId;
  /** The columns of the canonical copy, in order. */
  readonly columns: readonly string[];
  /** From header text as compared to the column it names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly required: readonly string[];
  /** Headers that win where two columns of a table name the same one. */
  readonly preferred: ReadonlySet<string>;
  readonly constants: Readonly<Record<string, string>>;
  /** A constant is put in only where this column holds one of these texts. */
  readonly constantsFor: { readonly column: string; readonly texts: ReadonlySet<string> } | null;
  /** Headers under which the tenant itself stands. */
  readonly tenantHeaders: ReadonlySet<string>;
}

const nothing = new Set<string>();
const required = (columns: Readonly<Record<string, TemplateColumn>>) =>
  Object.keys(columns).filter((name) => columns[name]?.required);

function headersOf(
  columns: Readonly<Record<string, TemplateColumn>>,
  more: Readonly<Record<string, readonly string[]>> = {},
): Map<string, string> {
  const named = Object.entries(columns).flatMap(([name, { zh, en, aliases }]) =>
    [name, zh, en, ...aliases, ...(more[name] ?? [])].map((header) => [plainHeader(header), name] as const),
  );
  return new Map(named);
}

const line: Template = {
  id: 'line',
  zh: '行模板',
  en: 'Line template',
  columns: lineColumns,
  headers: headersOf(lineTemplate),
  required: required(lineTemplate),
  preferred: nothing,
  constants: {},
  constantsFor: null,
  tenantHeaders: nothing,
};

const event: Template = {
  ...line,
  id: 'event',
  zh: '退货撤单模板',
  en: 'Returns and cancellations',
  columns: eventColumns,
  headers: headersOf(eventTemplate),
  required: required(eventTemplate),
};

/** Export columns of a customs declaration (H2018) that the line template has no word for. */
const declarationHeaders: Partial<Record<LineColumn, readonly string[]>> = {
  declaration_no: ['海关编号', '报关单海关编号'],
  line_no: ['商品项号'],
  released_on: ['放行/结关日', '海关放行日期', '出口日期'],
  customs_district: ['申报地海关代码', '申报关别'],
  partner: ['最终目的国(地区)代码', '最终目的国代码'],
  hs_code: ['商品编号(HS)', 'HS CODE'],
  goods_name: ['商品名称及规格型号', '商品名称、规格型号'],
  quantity: ['成交数量'],
  unit: ['成交单位', '成交计量单位'],
  currency: ['币值', '成交币制'],
  amount: ['成交总价'],
  trade_terms: ['成交方式代码'],
  insurance: ['保险'],
};

/**
 * 9710 and 9810 as customs declarations list them. They have no flow: both modes are exports only. A row of another mode
 * gets none, and is then asked for it.
 */
const b2bExport: Template = {
  ...line,
  id: 'b2b_export',
  zh: '跨境电商B2B出口报关单',
  en: 'B2B export declarations',
  headers: headersOf(lineTemplate, declarationHeaders),
  required: [...line.required.filter((name) => name !== 'flow'), 'trade_terms'],
  // Exports count in the month of clearance, by what was agreed in the deal, to where the goods go at last.
  preferred: new Set(['结关日期', '最终目的国', '最终目的国(地区)', '成交数量', '成交单位'].map(plainHeader)),
  constants: { flow: 'export' },
  constantsFor: {
    column: 'customs_mode',
    texts: new Set(
      (['9710', '9810'] as const).flatMap((mode) => [mode, customsModes[mode].zh, customsModes[mode].full]),
    ),
  },
  tenantHeaders: new Set(
    [
      '境内收发货人',
      '境内发货人',
      '境内收发货人代码',
      '境内收发货人名称',
      '境内收发货人统一社会信用代码',
      '境内发货人代码',
      '境内发货人名称',
      '收发货人',
      '经营单位',
    ].map(plainHeader),
  ),
};

/** Every template that needs no registration. */
export const templates: readonly Template[] = [line, b2bExport, event];

/** A tenant's own map: its words first, then those of the line template. */
export function ownTemplate({ columns, constants }: ColumnMap): Template {
  const own = Object.entries(columns).map(([header, name]) => [plainHeader(header), name] as const);
  const given = Object.entries(constants) as [LineColumn, string][];
  return {
    ...line,
    id: 'own',
    zh: '企业自有格式',
    en: 'Own columns',
    headers: new Map([...line.headers, ...own]),
    required: line.required.filter((name) => constants[name as LineColumn] === undefined),
    preferred: new Set(own.map(([header]) => header)),
    constants: Object.fromEntries(given),
  };
}

/** The Chinese name of a template's column. */
export function columnLabel(template: Template, name: string): string {
  const columns: Readonly<Record<string, TemplateColumn>> =
    template.id === 'event' ? eventTemplate : lineTemplate;
  return columns[name]?.zh ?? name;
}

export function columnKind(template: Template, name: string): TemplateColumn['kind'] {
  const columns: Readonly<Record<string, TemplateColumn>> =
    template.id === 'event' ? eventTemplate : lineTemplate;
  return columns[name]?.kind ?? 'text';
}
