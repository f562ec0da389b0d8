import { type Cause, causes, type ReleaseCause, touches } from '../catalogue/causes.ts';
import { customsModes, flows, total } from '../catalogue/mode.ts';
import type { Period } from '../catalogue/period.ts';
import type { Message } from '../catalogue/refusal.ts';
import type { MovedGroup } from '../warehouse/drafts.ts';
import { type Difference, groupedCauses } from './causes.ts';
import { movement } from './impact-cells.ts';
import { movedSentence, type Parks } from './impact-sentences.ts';

export interface Names {
  readonly period: Period;
  readonly parks: Parks;
  /** Names of tenants, by USCC. */
  readonly tenants: ReadonlyMap<string, string>;
}

/** Things that an internal text names one by one; the manifests hold all. */
const told = 20;

/** The causes of a release that moved anything, with what readers and the house are told. */
export function explained(
  differences: readonly Difference[],
  groups: readonly MovedGroup[],
  names: Names,
): ReleaseCause[] {
  return groupedCauses(differences).flatMap(({ code, differences: own, scopes }) => {
    const touched = groups.filter((group) => scopes.some((scope) => touches(scope, group)));
    if (touched.length === 0) return [];
    const moved = touched.reduce((sum, group) => sum + group.moved, 0);
    const count = new Set(own.map(subjectOf)).size;
    const said = { code, count, moved, largest: largest(touched, names) };
    return [
      { code, count, moved, public: publicText(said, own), internal: internalText(code, own, names), scopes },
    ];
  });
}

/** What is counted: a delivery of several modes is one. */
function subjectOf(difference: Difference): string {
  if ('subject' in difference) return difference.subject;
  if (difference.code === 'RATE') return rateOf(difference);
  const listed = difference.code === 'LATE_REPORT' ? difference.to : (difference.to ?? difference.from);
  return listed?.delivery_id ?? '';
}

/** The trade value that moved most; the most moved of all else where no trade value did. */
function largest(touched: readonly MovedGroup[], { period, parks }: Names): Message {
  const headline = touched.find(
    ({ indicator, detail, mode, flow }) =>
      indicator === 'trade_value' && detail === null && (mode === total) === (flow === total),
  );
  const group = headline ?? (touched[0] as MovedGroup);
  return movedSentence({ ...group, period, ...movement(group.from, group.to) }, parks);
}

const counted = {
  LATE_REPORT: { zh: '份', en: 'deliveries' },
  CORRECTION: { zh: '份', en: 'deliveries' },
  CANCELLATION: { zh: '份', en: 'deliveries' },
  RATE: { zh: '个', en: 'rates' },
  SCOPE: { zh: '处', en: 'entries' },
  METHOD: { zh: '项', en: 'items' },
  SEASONAL: { zh: '项', en: 'items' },
  CONFIDENTIALITY: { zh: '项', en: 'items' },
  ROLLED_BACK: { zh: '次', en: 'releases' },
  ESTIMATE: { zh: '项', en: 'estimates' },
} as const satisfies Record<Cause, Message>;

function publicText(
  { code, count, moved, largest: most }: { code: Cause; count: number; moved: number; largest: Message },
  differences: readonly Difference[],
): Message {
  const about = differences.flatMap(publicSubject);
  const list = (language: 'zh' | 'en', separator: string) =>
    [...new Set(about.map((one) => one[language]))].sort().join(separator);
  const [zh, en] = [list('zh', '、'), list('en', ', ')];
  return {
    zh: `${causes[code].public.zh}：${count}${counted[code].zh}${zh && `（${zh}）`}，变动${moved}个单元。影响最大：${most.zh}。`,
    en: `${causes[code].public.en}: ${count} ${counted[code].en}${en && ` (${en})`}, ${moved} cells moved. Largest effect: ${most.en}.`,
  };
}

/** What can be told without telling a tenant. */
function publicSubject(difference: Difference): Message[] {
  if (difference.code === 'RATE') return [{ zh: rateOf(difference), en: rateOf(difference) }];
  if ('subject' in difference) return [];
  const listed = difference.code === 'LATE_REPORT' ? difference.to : (difference.to ?? difference.from);
  return listed ? [tradeOf(listed)] : [];
}

function tradeOf({ customs_mode, flow }: { customs_mode: string; flow: string }): Message {
  const named = flows[flow as keyof typeof flows];
  const mode = Object.hasOwn(customsModes, customs_mode) ? customs_mode : '';
  return { zh: `${mode} ${named.zh}`, en: `${mode} ${named.en.toLowerCase()}` };
}

function rateOf({ from, to }: Extract<Difference, { code: 'RATE' }>): string {
  const { month, currency } = (to ?? from) as NonNullable<typeof to>;
  return `${month} ${currency}`;
}

function internalText(code: Cause, differences: readonly Difference[], names: Names): Message {
  const lines = differences.map((difference) => inHouse(difference, names));
  const more = lines.length - told;
  const list = (language: 'zh' | 'en') => lines.slice(0, told).map((line) => line[language]);
  return {
    zh: `${causes[code].zh}：${list('zh').join('；')}${more > 0 ? `；另有${more}项` : ''}`,
    en: `${causes[code].en}: ${list('en').join('; ')}${more > 0 ? `; ${more} more` : ''}`,
  };
}

/** A difference with its tenant and its files. */
function inHouse(difference: Difference, { tenants }: Names): Message {
  const name = (uscc: string) => (tenants.has(uscc) ? `${tenants.get(uscc)}（${uscc}）` : uscc);
  if ('subject' in difference) {
    const [uscc = '', ...rest] = difference.subject.split(' ');
    return alike([name(uscc), ...rest, ...membershipsTold(difference)].join(' '));
  }
  if (difference.code === 'RATE') {
    const [from, to] = [difference.from, difference.to].map(rateValue);
    return alike(`${rateOf(difference)} ${from} → ${to}`);
  }
  const { from, to } = difference.code === 'LATE_REPORT' ? { from: null, to: difference.to } : difference;
  const either = from ?? to;
  if (!either) return alike('');
  const { zh, en } = tradeOf(either);
  const tenant = name(either.uscc);
  if (!from && to) return { zh: `${tenant} ${zh} ${fileOf(to)}`, en: `${tenant} ${en} ${fileOf(to)}` };
  return {
    zh: `${tenant} ${zh} ${fileOf(either)} → ${to ? fileOf(to) : '无'}`,
    en: `${tenant} ${en} ${fileOf(either)} → ${to ? fileOf(to) : 'none'}`,
  };
}

function alike(text: string): Message {
  return { zh: text, en: text };
}

function membershipsTold(difference: Difference): string[] {
  if (difference.code !== 'SCOPE' || (difference.from === null && difference.to === null)) return [];
  const days = (rows: typeof difference.from) =>
    rows?.map((one) => `${one.park_id} ${one.from_day}–${one.to_day ?? ''}`).join(', ') || '—';
  return [days(difference.from), '→', days(difference.to)];
}

function rateValue(rate: Extract<Difference, { code: 'RATE' }>['from'] | undefined): string {
  return rate ? [rate.cny_per_100, rate.usd_per_100].filter((one) => one !== null).join(' / ') : '—';
}

function fileOf({ file_name, delivery_id }: { file_name: string; delivery_id: string }): string {
  return `${file_name} ${delivery_id}`;
}
