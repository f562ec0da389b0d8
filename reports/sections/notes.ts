import {
  type Indicator,
  type IndicatorId,
  indicators,
  type UnitId,
  unitNames,
} from '../../catalogue/indicators.ts';
import { flows, total } from '../../catalogue/mode.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { type Reason, reasons, type Status, statuses } from '../../catalogue/status.ts';
import type { Note, Passage } from '../content.ts';
import { type Language, symbols } from '../number-ref.ts';
import type { Vintage } from '../vintage.ts';
import { instant, name, plain, words } from '../wording.ts';

const defined = [
  'trade_value',
  'trade_value_usd',
  'declarations',
  'parcels',
  'average_ticket',
  'returned_value',
  'return_rate',
  'cancelled_declarations',
  'net_trade_value',
  'first_line_value',
  'second_line_value',
  'tax_assessed',
  'active_tenants',
  'new_tenants',
  'leaving_tenants',
  'top5_tenant_share',
  'partner_hhi',
  'trade_value_by_site',
  'over_limit_lists',
  'release_hours_median',
  'reporting_rate',
  'on_time_rate',
  'rejection_rate',
] as const satisfies readonly IndicatorId[];

/** What a reader has to know to use the numbers: definitions, rules, signs, and what is not there. */
export function notes(vintage: Vintage): Note[] {
  return [
    ...explanations(vintage),
    { heading: { zh: '指标解释', en: 'Definitions' }, items: definitions(vintage) },
    { heading: { zh: '编制说明', en: 'Compilation' }, items: [vintageNote(vintage), ...rules] },
    { heading: { zh: '符号说明', en: 'Signs' }, items: [statusLegend(), reasonLegend()] },
    { heading: { zh: '未列入本报告', en: 'Not in this report' }, items: [elsewhere, notYet] },
  ];
}

/** What the officers have written on the month's numbers; nothing when they have written nothing. */
function explanations(vintage: Vintage): Note[] {
  const items = vintage.notes.map((note) => {
    const about = aboutWhat(vintage, note);
    const text = name(`note-${note.note_id}.${note.version}`, { zh: note.zh, en: note.en ?? note.zh });
    return { zh: words`${about.zh}：${text}`, en: words`${about.en}: ${text}` };
  });
  return items.length ? [{ heading: { zh: '情况说明', en: 'Explanations' }, items }] : [];
}

function aboutWhat(vintage: Vintage, { indicator, park, mode, flow }: Vintage['notes'][number]): Message {
  const of = [
    park === null ? undefined : (vintage.parks.find(({ park_id }) => park_id === park) ?? wholeCity),
    indicator === null ? undefined : named(indicators[indicator as IndicatorId]),
    mode === null || mode === total ? undefined : { name_zh: mode, name_en: mode },
    flow === null || flow === total ? undefined : named(flows[flow as keyof typeof flows]),
  ].filter((one) => one !== undefined);
  if (of.length === 0) return { zh: '总体', en: 'In general' };
  return {
    zh: of.map(({ name_zh }) => name_zh).join('·'),
    en: of.map(({ name_en }) => name_en).join(', '),
  };
}

const wholeCity = { name_zh: '全市', name_en: 'City' };
const named = ({ zh, en }: Message) => ({ name_zh: zh, name_en: en });

/** A park's report, which is shorter, defines the main ones and refers to the city's for the others. */
function definitions({ scope }: Vintage): Passage[] {
  if (scope === total) return defined.map(definition);
  return [...main.map(definition), others];
}

const main = [
  'trade_value',
  'declarations',
  'returned_value',
  'active_tenants',
  'reporting_rate',
] as const satisfies readonly IndicatorId[];
const others = plain({
  zh: '其余指标的解释见全市月报。',
  en: 'The report of the city defines the other indicators.',
});

/** Ratios are shown as percentages. */
const shownUnits: Partial<Record<UnitId, Message>> = { ratio: { zh: '%', en: '%' } };

function definition(id: IndicatorId): Passage {
  const { zh, en, definition, unit } = indicators[id] as Indicator;
  const defined = name(id, definition);
  return {
    zh: words`${zh}：${defined}计量单位：${shownUnits[unit]?.zh ?? unitNames[unit].zh}。`,
    en: words`${en}: ${defined} Unit: ${shownUnits[unit]?.en ?? unitNames[unit].en}.`,
  };
}

function vintageNote({ release }: Vintage): Passage {
  const id = name(release.id, { zh: release.id, en: release.id });
  const at = instant(release.dated_at ?? release.published_at);
  return {
    zh: words`全部数字取自发布版本${id}，对比期数据取其发布时（${at}）的最新版本；以后的修订另行发布新版本，不改动本版本。`,
    en: words`All numbers are those of release ${id}; months compared with are as they stood at its publication (${at}). Later revisions are published as new releases and do not change this one.`,
  };
}

const rules: Passage[] = [
  plain({
    zh: '数字按四舍五入修约，增速由未取整的数值计算。由于四舍五入，分项之和可能不等于合计。',
    en: 'Numbers are rounded half away from zero; growth rates are computed from unrounded values. Because of rounding, components may not add up to totals.',
  }),
  plain({
    zh: '同比为与上年同月相比，累计同比为本年累计与上年同期累计相比，均按名义值计算，未作可比口径调整。',
    en: 'Year on year compares with the same month of last year; YTD year on year compares the sums since January. Both are nominal, not adjusted to a comparable scope.',
  }),
  plain({
    zh: '增速绝对值不足最小单位的一半时称“基本持平”。',
    en: 'A rate that rounds to zero is called "about unchanged".',
  }),
];

function statusLegend(): Passage {
  const list = (language: 'zh' | 'en') =>
    (Object.keys(statuses) as Status[])
      .map((status) => `${status} ${statuses[status][language]}`)
      .join(language === 'zh' ? '，' : ', ');
  return plain({
    zh: `数据状态：${list('zh')}。未注明状态的数字为初步数；零为实际为零。`,
    en: `Status: ${list('en')}. A number without a letter is preliminary; zero is a measured zero.`,
  });
}

/** The reason of a symbol in words. A rate without a denominator has the same reason as growth without a base. */
export function reasonWords(reason: Reason): { zh: string; en: string } {
  if (reason === 'BASE_ZERO') return { zh: '基期或分母为零', en: 'base or denominator is zero' };
  const { zh, en } = reasons[reason];
  return { zh, en: en.charAt(0).toLowerCase() + en.slice(1) };
}

/** Symbols with the reasons that they stand for, of those given. */
export function symbolLegend(given: readonly Reason[]): { symbol: string; zh: string; en: string }[] {
  const bySymbol = Map.groupBy(
    (Object.keys(symbols) as Reason[]).filter((reason) => given.includes(reason)),
    (reason) => symbols[reason],
  );
  return [...bySymbol].map(([symbol, members]) => ({
    symbol,
    zh: members.map((reason) => reasonWords(reason).zh).join('、'),
    en: members.map((reason) => reasonWords(reason).en).join(', '),
  }));
}

/** “—”：基期或分母为零. */
export function signWords({ symbol, ...meaning }: Message & { symbol: string }, language: Language): string {
  return language === 'zh' ? `“${symbol}”：${meaning.zh}` : `${symbol} = ${meaning.en}`;
}

function reasonLegend(): Passage {
  const all = symbolLegend(Object.keys(symbols) as Reason[]);
  return plain({
    zh: `无数值：${all.map((sign) => signWords(sign, 'zh')).join('；')}。`,
    en: `No number: ${all.map((sign) => signWords(sign, 'en')).join('; ')}.`,
  });
}

const elsewhere = plain({
  zh: '各监管方式下的伙伴、商品、关区、运输方式，按HS类的商品，季节调整值，可比口径增速已发布，可在网站和数据接口查询。',
  en: 'Partners, goods, districts and transport within each mode, goods by HS section, seasonally adjusted values and like-for-like growth are published; see the site or ask the API.',
});

const notYet = plain({
  zh: '没有数据的项目见附表“暂无数据的项目”，不以零代替。',
  en: 'What there is no data of is listed in the annex and is not shown as zero.',
});
