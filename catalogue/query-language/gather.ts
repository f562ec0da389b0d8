import {
  type Detail,
  type Dimension,
  details,
  type Indicator,
  indicators,
  type Transform,
  transforms,
  transformsOf,
} from '../indicators.ts';
import { isPossibleCell, total } from '../mode.ts';
import type { Message } from '../refusal.ts';
import { dimensionNames, type Meaning } from './meaning.ts';
import { type Chosen, cutDimension, firstState, type QueryState } from './state.ts';

export interface Gathered {
  readonly state: QueryState;
  /** For each reading given, why it has no effect. */
  readonly problems: readonly (Message | null)[];
  readonly namesIndicator: boolean;
}

type Select = Partial<Record<Dimension, Chosen>>;
interface Said {
  readonly at: number;
  readonly meaning: Meaning;
}

const names = (list: readonly Message[], language: keyof Message) =>
  list.map((one) => one[language]).join(language === 'zh' ? '、' : ', ');

/** Puts meanings together in the order in which they were said; what does not fit is left out, with the reason. */
export function gather(readings: readonly (readonly Meaning[])[]): Gathered {
  const problems: (Message | null)[] = readings.map(() => null);
  const said: Said[] = readings.flatMap((reading, at) => reading.map((meaning) => ({ at, meaning })));
  const tell = (at: number, zh: string, en: string) => {
    problems[at] ??= { zh, en };
  };
  const last = <Kind extends Meaning['kind']>(kind: Kind) => {
    const all = said.filter(
      (one): one is Said & { meaning: Extract<Meaning, { kind: Kind }> } => one.meaning.kind === kind,
    );
    for (const { at } of all.slice(0, -1))
      tell(at, '后面另有一个，以后面的为准', 'A later one takes its place');
    return all.at(-1);
  };
  const indicator = last('indicator');
  const id = indicator?.meaning.id ?? firstState.indicator;
  const select = selected(said, indicators[id], tell);
  const top = last('top');
  if (top && cutDimension(select) === null)
    tell(top.at, '请先写按什么分组，如“按国家”', 'Say by what, like "by partner"');
  const state: QueryState = {
    indicator: id,
    select,
    period: last('period')?.meaning.period ?? firstState.period,
    calendar: last('calendar')?.meaning.months ?? null,
    transform: transformed(said, id, select, tell),
    top: top?.meaning.count ?? null,
    vintage: last('vintage')?.meaning.vintage ?? 'latest',
  };
  return { state, problems, namesIndicator: indicator !== undefined };
}

type Tell = (at: number, zh: string, en: string) => void;

function selected(said: readonly Said[], entry: Indicator, tell: Tell): Select {
  const select: Select = {};
  for (const { at, meaning } of said) {
    if (meaning.kind !== 'code' && meaning.kind !== 'breakdown') continue;
    const { dimension } = meaning;
    if (!entry.breakdowns.includes(dimension)) {
      const offered = entry.breakdowns.map((one) => dimensionNames[one]);
      tell(
        at,
        `“${entry.zh}”不按${dimensionNames[dimension].zh}分组，可用的有${names(offered, 'zh')}`,
        `${entry.en} has no breakdown by ${dimensionNames[dimension].en.toLowerCase()}; it has ${names(offered, 'en')}`,
      );
      continue;
    }
    const other = details.find((one) => one !== dimension && select[one] !== undefined);
    if (other && details.includes(dimension as Detail)) {
      tell(
        at,
        `与${dimensionNames[other].zh}不能同时分组，请分两次查询`,
        `Not crossed with ${dimensionNames[other].en.toLowerCase()}: ask for them one at a time`,
      );
      continue;
    }
    const known = select[dimension];
    const added = meaning.kind === 'breakdown' || known === '*' ? '*' : [...(known ?? []), meaning.code];
    // By itself: beside a code that can hold a value, one that cannot would pass, and in the other order would not.
    if (meaning.kind === 'code' && !isPossible({ ...select, [dimension]: [meaning.code] }, entry)) {
      tell(
        at,
        `“${entry.zh}”没有这种监管方式与进出口的组合`,
        `${entry.en} has no such pair of customs mode and flow`,
      );
      continue;
    }
    select[dimension] = added;
  }
  return select;
}

/** Some pair of the modes and flows asked for can hold a value. */
export function isPossible(select: Select, { modes }: Indicator): boolean {
  const codes = (chosen: Chosen | undefined) => (chosen === undefined || chosen === '*' ? [total] : chosen);
  return codes(select.mode).some((mode) =>
    codes(select.flow).some((flow) => isPossibleCell(mode, flow, modes)),
  );
}

function transformed(
  said: readonly Said[],
  id: QueryState['indicator'],
  select: Select,
  tell: Tell,
): Transform {
  const all = said.flatMap(({ at, meaning }) =>
    meaning.kind === 'transform' ? [{ at, transform: meaning.transform }] : [],
  );
  const last = all.at(-1);
  if (!last) return 'level';
  const both =
    all.length > 1 && all.slice(-2).every(({ transform }) => transform === 'ytd' || transform === 'yoy');
  const cumulative = both && new Set(all.slice(-2).map(({ transform }) => transform)).size === 2;
  const wanted: Transform = cumulative ? 'ytd_yoy' : last.transform;
  for (const { at } of all.slice(0, cumulative ? -2 : -1))
    tell(at, '后面另有一个，以后面的为准', 'A later one takes its place');
  const offered = transformsOf(id);
  if (!offered.includes(wanted)) {
    const list = offered.map((one) => transforms[one]);
    tell(
      last.at,
      `“${indicators[id].zh}”没有${transforms[wanted].zh}，可用的有${names(list, 'zh')}`,
      `${indicators[id].en} has no ${transforms[wanted].en.toLowerCase()}; it has ${names(list, 'en')}`,
    );
    return 'level';
  }
  if ((wanted === 'share' || wanted === 'contribution') && !hasPart(id, select)) {
    tell(
      last.at,
      `${transforms[wanted].zh}需要写明可相加的分组，如“按园区”`,
      `${transforms[wanted].en} needs a breakdown that adds up, like "by park"`,
    );
    return 'level';
  }
  return wanted;
}

/** The last dimension named adds up to its total: its codes have shares. */
export function hasPart(id: QueryState['indicator'], select: Select): boolean {
  const entry: Indicator = indicators[id];
  const named = entry.breakdowns.filter((dimension) => {
    const chosen = select[dimension];
    return chosen === '*' || (chosen?.some((code) => code !== total) ?? false);
  });
  const last = named.at(-1);
  return last !== undefined && entry.additivity[last] === 'sum';
}
