import { total } from '../../catalogue/mode.ts';
import { divide } from '../../catalogue/number.ts';
import { addMonths, type Period } from '../../catalogue/period.ts';
import type { Message } from '../../catalogue/refusal.ts';
import { bases, festivals } from '../../catalogue/sentences/context.ts';
import { hedges, revisions } from '../../catalogue/sentences/growth.ts';
import { ruleFor } from '../../catalogue/sentences/rule.ts';
import { rankings, records } from '../../catalogue/sentences/standing.ts';
import { springFestivalIn } from '../../catalogue/spring-festival.ts';
import type { Passage } from '../content.ts';
import { baseOf, hasTie, type Month, recordOf } from '../history.ts';
import { inScale, type NumberRef } from '../number-ref.ts';
import { numberAt, type Vintage } from '../vintage.ts';
import { both, called, fill, month, plain, quantity, sentence, yearToDate } from '../wording.ts';
import { modeName, parkName } from './cells.ts';
import { flowValue, tradeValue } from './headings.ts';

/** What the whole history of the vintage says about the month: records, bases, the festival, revisions to expect. */
export function remarks(vintage: Vintage): Passage[] {
  return [
    ...recorded(vintage),
    ...based(vintage),
    ...paragraph('festival', [festival(vintage)]),
    ...paragraph('revision', [revision(vintage)]),
  ];
}

/** English sentences begin with a capital, whatever their first clause is. */
function paragraph(id: string, clauses: readonly (Passage | undefined)[]): Passage[] {
  const said = clauses.filter((clause) => clause !== undefined);
  if (said.length === 0) return [];
  const { zh, en } = sentence(...said);
  const [first, ...others] = en;
  const begun = typeof first === 'string' ? first.charAt(0).toUpperCase() + first.slice(1) : first;
  return [called(id, { zh, en: begun === undefined ? en : [begun, ...others] })];
}

const subjects: readonly (readonly [cell: string, subject: Message])[] = [
  [`${total}|${total}`, { zh: tradeValue.zh, en: 'trade value' }],
  [`${total}|export`, flowValue.export],
  [`${total}|import`, flowValue.import],
];

function monthsOf({ history }: Vintage, cell: string): readonly Month[] {
  return history.months.get(cell) ?? [];
}

function recorded(vintage: Vintage): Passage[] {
  const clauses = subjects.map(([cell, subject]) => {
    const months = monthsOf(vintage, cell);
    const [facts, first] = [recordOf(months, vintage.period), months[0]];
    const rule = facts && ruleFor(records, facts);
    return rule && first && fill(rule, { subject: plain(subject), since: both(month(first.period)) });
  });
  return paragraph('record', clauses);
}

/** Of the whole, each flow and each mode. */
function based(vintage: Vintage): Passage[] {
  const ofModes = [...vintage.history.months.keys()]
    .filter((cell) => cell.endsWith(`|${total}`) && cell !== `${total}|${total}`)
    .map((cell): [string, Passage] => [cell, tradeOf(modeName(cell.split('|')[0] ?? ''))]);
  const all = [...subjects.map(([cell, of]): [string, Passage] => [cell, plain(of)]), ...ofModes];
  return paragraph(
    'base',
    all.map(([cell, subject]) => {
      const [mode = total, flow = total] = cell.split('|');
      const { value: rate } = growthOf(vintage, mode, flow);
      const facts = baseOf(monthsOf(vintage, cell), vintage.period);
      const rule = rate !== null && facts ? ruleFor(bases, { rate, ...facts }) : undefined;
      return rule && fill(rule, { subject });
    }),
  );
}

function tradeOf({ zh, en }: Passage): Passage {
  return { zh: [...zh, '进出口额'], en };
}

function growthOf(vintage: Vintage, mode: string, flow: string): NumberRef {
  return numberAt(vintage, 'trade_value', 'yoy', { park: vintage.scope, mode, flow }, 'percent');
}

/** The month, January or February, into which the festival falls. */
function festivalMonth(year: string): Period | undefined {
  return [`${year}-01`, `${year}-02`].find((one) => springFestivalIn(one as Period)) as Period | undefined;
}

function festival({ period }: Vintage): Passage | undefined {
  const [now, before] = [period, addMonths(period, -12)].map((one) => festivalMonth(one.slice(0, 4)));
  const number = (of: Period | undefined) => (of === undefined ? null : Number(of.slice(5)));
  const facts = { month: Number(period.slice(5)), now: number(now), before: number(before) };
  const rule = ruleFor(festivals, facts);
  if (!rule || !now || !before) return undefined;
  return fill(rule, {
    now: monthOfYear(now),
    before: monthOfYear(before),
    next: monthOfYear(addMonths(period, 1)),
    months: both(yearToDate(period)),
  });
}

/** 2月, February: of a year that the sentence tells. */
function monthOfYear(period: Period): Passage {
  const { time, zh, en } = month(period);
  return both({ time, zh: zh.replace(/^.*年/, ''), en: en.replace(/ \d+$/, '') });
}

/** Of a first release: how first values have been revised so far. */
function revision(vintage: Vintage): Passage | undefined {
  const { band } = vintage.history;
  if (band === null || band.mean === null || vintage.release.number > 1) return undefined;
  const [low, high] = [band.low, band.high].map((percent) => divide(percent, '100', 8)) as [string, string];
  const rule = ruleFor(revisions, { low, high });
  const level = inScale(numberAt(vintage, 'trade_value', 'level', { park: vintage.scope }, 'wan'), 'percent');
  if (level.value === null) return undefined;
  const end = (part: 'revision_low' | 'revision_high', value: string) =>
    both(quantity({ ...level, part, unit: 'ratio', value }));
  return rule && fill(rule, { low: end('revision_low', low), high: end('revision_high', high) });
}

/** The word for a direction that a revision may turn. */
export function hedgeOf({ history: { expected } }: Vintage): Message | undefined {
  return expected === null ? undefined : ruleFor(hedges, expected);
}

/** Of one park its rank; of the city the parks whose rank has changed, in order. */
export function ranks(vintage: Vintage): Passage[] {
  const { ranks: now, ranksBefore: last } = vintage.history;
  const { scope } = vintage;
  const shown = [...now.keys()].filter((park) =>
    scope === total ? last.has(park) && last.get(park) !== now.get(park) : park === scope,
  );
  return paragraph(
    'rank',
    shown.map((park) => ranked(vintage, park)),
  );
}

function ranked(vintage: Vintage, park: string): Passage | undefined {
  const { ranks: now, ranksBefore: last } = vintage.history;
  const [rank, before] = [now.get(park), last.get(park) ?? null];
  if (rank === undefined) return undefined;
  const tied = hasTie(now, park) ? { zh: '（并列）', en: ' (tied)' } : { zh: '', en: '' };
  return fill(ruleFor(rankings, { rank, before }) ?? rankings.new, {
    park: both(parkName(vintage, park)),
    rank: rankOf(vintage, park, vintage.period, rank),
    before: rankOf(vintage, park, addMonths(vintage.period, -1), before ?? rank),
    tied: plain(tied),
  });
}

function rankOf(vintage: Vintage, park: string, period: Period, rank: number): Passage {
  const level = inScale(numberAt(vintage, 'trade_value', 'level', { park }, 'wan'), 'rank');
  return both(
    quantity({
      ...level,
      part: 'rank',
      unit: 'rank',
      period,
      release: vintage.release.id,
      value: String(rank),
      reason: null,
    }),
  );
}
