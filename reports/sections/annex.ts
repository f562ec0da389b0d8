import { total } from '../../catalogue/mode.ts';
import { compare } from '../../catalogue/number.ts';
import type { Message } from '../../catalogue/refusal.ts';
import type { Passage, Section, Table, TableRow } from '../content.ts';
import type { NumberRef, scales } from '../number-ref.ts';
import { numberAt, tenantsOf, type Vintage } from '../vintage.ts';
import { called, joined, month, plain, words } from '../wording.ts';
import { parkName } from './cells.ts';
import { bondedTable, eventsTable, papersTable, taxTable } from './events.ts';
import { valueTable } from './overview.ts';
import { wholeTable } from './structure.ts';
import { column, isTelling, tableOf, wordsColumn } from './table.ts';

/** Tables for those who look things up, and what there is no data of. */
export function annex(vintage: Vintage): Section {
  const tables: [Table, Message][] = [
    [usdTable(vintage), { zh: '美元值', en: 'values in USD' }],
    [eventsTable(vintage), { zh: '退货与撤单', en: 'returns and cancellations' }],
    [bondedTable(vintage), { zh: '保税进出区', en: 'bonded goods' }],
    [taxTable(vintage), { zh: '零售进口税款', en: 'tax of retail imports' }],
    [tenantsTable(vintage), { zh: '企业与集中度', en: 'tenants and concentration' }],
    [kindsTable(vintage), { zh: '企业类型', en: 'kinds of tenants' }],
    ...(vintage.scope === total ? [papers(vintage)] : []),
  ];
  const empty = tables.filter(([table]) => !isTelling(table)).map(([, called]) => plain(called));
  return {
    id: 'annex',
    heading: { zh: '附表', en: 'Annex' },
    paragraphs: empty.length ? [called('left-out', leftOut(empty))] : [],
    blocks: [...tables.map(([table]) => table).filter(isTelling), notCollected()],
  };
}

function papers(vintage: Vintage): [Table, Message] {
  return [papersTable(vintage), { zh: '申报单证', en: 'declarations' }];
}

function leftOut(empty: readonly Passage[]): Passage {
  const { zh, en } = joined(empty, { zh: '、', en: ', ' });
  return {
    zh: words`本月各项为零或暂缺、不列表的有：${zh}。`,
    en: words`Not listed, because all of it is zero or missing this month: ${en}.`,
  };
}

function usdTable(vintage: Vintage): Table {
  return valueTable(vintage, 'trade_value_usd', 'value-usd', 'wan_usd', {
    zh: '进出口总体情况（美元值）',
    en: 'trade value in USD',
  });
}

function kindsTable(vintage: Vintage): Table {
  return wholeTable(vintage, ['kind'], {
    id: 'kinds',
    caption: { zh: '分企业类型进出口情况', en: 'trade by kind of tenant' },
    stub: { zh: '企业类型', en: 'Kind of tenant' },
  });
}

/** Who was due, active, new and gone; how much the largest have; and trade by the site that goods passed. */
function tenantsTable(vintage: Vintage): Table {
  const { scope } = vintage;
  const shown = vintage.parks.filter(({ park_id }) => scope === total || park_id === scope);
  const bySite = shown.some(({ park_id }) => siteValue(vintage, park_id).value !== null);
  const cells = (park: string) => [
    ...tenantCells(vintage, park),
    ...(bySite ? [siteValue(vintage, park)] : []),
  ];
  return tableOf({
    id: 'tenants',
    caption: {
      zh: words`${month(vintage.period)}入驻企业与集中度`,
      en: words`${month(vintage.period)}: tenants and concentration`,
    },
    stub: { zh: '园区', en: 'Park' },
    columns: [
      column({ zh: '入驻（应报）', en: 'Members (due)' }, 'tenants'),
      column({ zh: '有实绩', en: 'Active' }, 'tenants'),
      column({ zh: '新增', en: 'New' }, 'tenants'),
      column({ zh: '退出', en: 'Gone' }, 'tenants'),
      column({ zh: '前五企业份额', en: 'Five largest' }, 'percent'),
      column({ zh: '伙伴集中度', en: 'Partner HHI' }, 'index'),
      ...(bySite ? [column({ zh: '按监管场所进出口额', en: 'Trade value by site' }, 'wan')] : []),
    ],
    rows: [
      { label: plain({ zh: '全市', en: 'Whole city' }), level: 0, cells: cells(total) },
      ...shown.map(({ park_id }): TableRow => {
        const called = parkName(vintage, park_id);
        return { label: { zh: [called], en: [called] }, level: 1, cells: cells(park_id) };
      }),
    ],
    notes: [tenantsNote, ...(bySite ? [siteNote] : [])],
  });
}

function tenantCells(vintage: Vintage, park: string): NumberRef[] {
  const at = (indicator: Parameters<typeof numberAt>[1], scale: keyof typeof scales) =>
    numberAt(vintage, indicator, 'level', { park }, scale);
  return [
    tenantsOf(vintage, park, 'due'),
    at('active_tenants', 'tenants'),
    at('new_tenants', 'tenants'),
    at('leaving_tenants', 'tenants'),
    largest(vintage, park),
    at('partner_hhi', 'index'),
  ];
}

/** Trade value by the site that goods passed; without a register of sites there is none of a park. */
function siteValue(vintage: Vintage, park: string): NumberRef {
  return numberAt(vintage, 'trade_value_by_site', 'level', { park }, 'wan');
}

/** Of fewer than three tenants the share of the largest would tell what each of them trades. */
const fewest = '3';

function largest(vintage: Vintage, park: string): NumberRef {
  const share = numberAt(vintage, 'top5_tenant_share', 'level', { park }, 'percent');
  const { value } = numberAt(vintage, 'active_tenants', 'level', { park }, 'tenants');
  if (share.value === null || value === null || compare(value, fewest) >= 0) return share;
  return { ...share, value: null, reason: 'CONFIDENTIAL', status: 'c' };
}

const tenantsNote = plain({
  zh: '有实绩、新增、退出按最近一年有无申报行判定，全市重新去重，不等于各园区之和；有实绩企业不足三家的，份额保密。伙伴集中度为HHI指数。',
  en: 'Active, new and gone go by lines of the last year and are counted anew for the city. The share is confidential with fewer than three active tenants.',
});

const siteNote = plain({
  zh: '按监管场所为另一口径，与按入驻关系的进出口额不可相加。',
  en: 'Trade value by site is another basis and is not to be added to that by tenancy.',
});

const missing = plain({ zh: '暂无数据', en: 'No data' });
const unpublished = plain({ zh: '暂未发布', en: 'Not published' });

const absent: readonly (readonly [Message, Passage, Message])[] = [
  [
    { zh: '从业人员、园区面积与出租率、营业收入', en: 'Staff, floor area and occupancy, revenue' },
    missing,
    { zh: '季度、年度调查项目，本系统未采集', en: 'Of quarterly and yearly surveys; not collected here' },
  ],
  [
    { zh: '出口退（免）税额、无票免税额', en: 'Export tax refunds and exemptions' },
    missing,
    { zh: '税务部门数据，未接入', en: 'Data of the tax office; not connected' },
  ],
  [
    { zh: '海外仓数量与面积', en: 'Overseas warehouses and their area' },
    missing,
    { zh: '未采集', en: 'Not collected' },
  ],
  [
    {
      zh: '服务次数、培训人次、孵化企业数、融资额',
      en: 'Services, trainings, incubated firms, financing',
    },
    missing,
    { zh: '园区服务台账，未采集', en: 'Of the parks’ own records; not collected' },
  ],
  [
    { zh: '投诉件数、办结率、满意度', en: 'Complaints, their settlement, satisfaction' },
    missing,
    { zh: '未采集', en: 'Not collected' },
  ],
  [
    { zh: '关税、增值税、消费税分项', en: 'Duty, VAT and consumption tax apart' },
    unpublished,
    { zh: '申报数据中有，目前只发布三项合计', en: 'In the declarations; only their sum is published' },
  ],
  [
    { zh: '分类型企业数、亿元以上企业数', en: 'Tenants by kind, tenants of the largest size' },
    unpublished,
    { zh: '目前按企业类型只发布进出口额', en: 'By kind of tenant only trade value is published' },
  ],
];

/** Items of the park table that parkstat has no number of: said, not shown as zero. */
function notCollected(): Table {
  return tableOf({
    id: 'absent',
    caption: plain({ zh: '暂无数据的项目', en: 'Items without data' }),
    stub: { zh: '项目', en: 'Item' },
    columns: [wordsColumn({ zh: '状况', en: 'State' }, 1), wordsColumn({ zh: '原因', en: 'Why' }, 2.4)],
    rows: absent.map(([item, state, why]) => ({ label: plain(item), level: 1, cells: [state, plain(why)] })),
  });
}
