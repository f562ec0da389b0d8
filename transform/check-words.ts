import { flows } from '../catalogue/mode.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { Row } from '../engine/duckdb.ts';

/** What a column of a check says, in words. */
const labels: Readonly<Record<string, Message>> = {
  period: { zh: '月份', en: 'month' },
  customs_mode: { zh: '监管方式', en: 'mode' },
  mode: { zh: '监管方式', en: 'mode' },
  flow: { zh: '进出口', en: 'flow' },
  uscc: { zh: '企业', en: 'tenant' },
  other_uscc: { zh: '另一企业', en: 'other tenant' },
  declaration_no: { zh: '清单编号/报关单号', en: 'declaration' },
  first_declaration_no: { zh: '首个清单编号/报关单号', en: 'first declaration' },
  line_no: { zh: '商品序号', en: 'line' },
  times: { zh: '出现次数', en: 'times' },
  declared_month: { zh: '申报月', en: 'month of declaration' },
  currency: { zh: '币制', en: 'currency' },
  lines: { zh: '行数', en: 'lines' },
  indicator: { zh: '指标', en: 'indicator' },
  total: { zh: '合计', en: 'total' },
  dimension: { zh: '维度', en: 'dimension' },
  parts: { zh: '分项之和', en: 'sum of parts' },
};

/** A row that a check found, in words; what is empty is left out. */
export function rowInWords(row: Row | undefined): Message {
  const cells = Object.entries(row ?? {}).filter(([, value]) => value !== null && value !== '');
  const said = (language: 'zh' | 'en') =>
    cells.map(([key, value]) => `${labels[key]?.[language] ?? key} ${cellInWords(key, value, language)}`);
  return { zh: said('zh').join('，'), en: said('en').join(', ') };
}

function cellInWords(key: string, value: unknown, language: 'zh' | 'en'): string {
  const text = String(value);
  if (text === '_T') return { zh: '全部', en: 'all' }[language];
  return (key === 'flow' ? flows[text as keyof typeof flows]?.[language] : undefined) ?? text;
}
