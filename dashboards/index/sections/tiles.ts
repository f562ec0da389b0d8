import { marks } from '../../../catalogue/marks.ts';
import { type CustomsMode, customsModes, total } from '../../../catalogue/mode.ts';
import type { Period } from '../../../catalogue/period.ts';
import type { Row } from '../../answers.ts';
import { modeColours } from '../../charts/frame.ts';
import { sparkline } from '../../charts/sparkline.ts';
import { type Child, h } from '../../element.ts';
import {
  amountWithUnit,
  fittingUnit,
  noValue,
  percentText,
  periodName,
  unitName,
  whyNone,
} from '../../figures.ts';
import { drawing } from '../../parts/drawing.ts';
import { amountOf, growthRate, statusChip } from '../../parts/numbers.ts';
import { say } from '../../text.ts';
import type { View } from '../../view.ts';
import type { Figure, Overview, OverviewRow } from '../answers.ts';
import { tell } from '../text.ts';
import { indicatorAddress } from './links.ts';

/** In the order in which the city speaks of them: exports to businesses, overseas warehouses, retail, bonded. */
const order: readonly (CustomsMode | typeof total)[] = [total, '9710', '9810', '9610', '1210', '1239'];

interface Tiles {
  readonly view: View;
  readonly park: string;
  readonly place: string;
  readonly overview: Overview;
  readonly trend: readonly Row[];
}

/** Trade value of the month in total and by mode, each a way to its indicator at the same vintage. */
export function tiles(shown: Tiles): HTMLElement {
  const { view, place, overview } = shown;
  const title = tell('tilesOf', view.language, {
    period: periodName(overview.period, view.language),
    park: place,
  });
  const rows = order.flatMap((mode) => overview.rows.find((row) => row.mode === mode) ?? []);
  return h(
    'section',
    { 'aria-labelledby': 'tiles-title' },
    h('h2', { id: 'tiles-title', class: 'unseen' }, title),
    h('div', { class: 'tiles' }, ...rows.map((row) => tile(row, shown))),
    marksNote(rows, view),
  );
}

function tile(row: OverviewRow, shown: Tiles): HTMLElement {
  const { language } = shown.view;
  const thin = row.low_coverage || row.marks.includes('LOW_COVERAGE');
  const classes = ['tile', row.mode === total && 'tile-total', thin && 'thin'].filter(Boolean).join(' ');
  return h(
    'article',
    { class: classes, id: `tile-${row.mode}` },
    heading(row.mode, shown),
    h('p', { class: 'value' }, ...money(row, shown.view), statusChip(row.status, language)),
    drawing((width) => trendOf(row.mode, width, shown), 'spark'),
    thin
      ? h('p', { class: 'why' }, tell('lowCoverage', language))
      : h('dl', { class: 'rates' }, ...rates(row, shown.view)),
    thin ? undefined : expected(row, shown.view),
  );
}

function heading(mode: string, { view, park, overview }: Tiles): HTMLElement {
  const { language } = view;
  const name = mode === total ? undefined : customsModes[mode as CustomsMode][language];
  const href = indicatorAddress(view, { period: overview.period, park, mode });
  const label: Child[] = name
    ? [h('i', { class: `swatch mode-${mode}` }), h('strong', {}, mode), ` ${name}`]
    : [h('strong', {}, tell('allModes', language))];
  return h('h3', { title: name }, h('a', { class: 'cover', href }, ...label));
}

/** A large amount with its unit, or why there is none. */
function money(row: OverviewRow, view: View): Child[] {
  const { language } = view;
  if (row.value === null) return [h('b', {}, noValue), h('small', {}, whyNone(row, language))];
  const unit = fittingUnit([row.value], view.unit);
  const figure = amountOf(row, { unit, language }, { focusable: true });
  // Where tiles are narrow the total says the whole name of the unit.
  const name = row.mode === total ? unitName(unit, language) : say(`unitButton_${unit}`, language);
  return [h('b', {}, figure), h('small', {}, name)];
}

function rates(row: OverviewRow, { language }: View): HTMLElement[] {
  const noted = row.marks.length > 0;
  const rate = (name: string, figure: Figure, isNoted = false) =>
    h(
      'div',
      {},
      h('dt', {}, name),
      h(
        'dd',
        {},
        growthRate(figure, language),
        isNoted && h('sup', { title: tell('marked', language) }, '※'),
      ),
    );
  const like = rate(tell('likeForLike', language), row.like_for_like);
  // February is not told alone, for the Spring Festival moves it; the year to date is both months then.
  if (row.january_february) return [rate(tell('januaryFebruary', language), row.january_february), like];
  return [rate(tell('yoy', language), row.yoy, noted), rate(tell('ytdYoy', language), row.ytd_yoy), like];
}

/** How first values were revised before; nothing where too few were, or the value is no first one. */
function expected({ expected_revision: band }: OverviewRow, { language }: View): Child {
  if (!band || band.mean === null || band.low === null || band.high === null) return undefined;
  const [mean, low, high] = [band.mean, band.low, band.high].map((one) => percentText(one));
  const direction = /[1-9]/.test(mean as string)
    ? (mean as string).startsWith('−')
      ? 'Down'
      : 'Up'
    : undefined;
  const bare = (mean as string).replace(/^[+−]/, '');
  const revised = direction
    ? tell(`revised${direction}`, language, { mean: bare })
    : tell('hardlyRevised', language);
  return h(
    'p',
    {
      class: 'expected',
      title: tell('bandTitle', language, {
        n: band.n,
        mean: mean as string,
        low: low as string,
        high: high as string,
      }),
    },
    tell('usually', language, { revised }),
    direction ? ` [${bareOf(low)}, ${bareOf(high)}]` : undefined,
  );
}

const bareOf = (rate: string | undefined) => rate?.replace('%', '');

function trendOf(mode: string, width: number, { view, trend }: Tiles): Element {
  const rows = trend.filter((row) => row.mode === mode);
  const told = (row: Row | undefined) =>
    row
      ? `${periodName(row.period as Period, view.language)} ${row.value === null ? whyNone(row, view.language) : amountWithUnit(row.value, view.unit, view.language)}`
      : '';
  const label = tell('trendOf', view.language, {
    months: rows.length,
    first: told(rows[0]),
    last: told(rows.at(-1)),
  });
  return sparkline(
    rows.map(({ value }) => value),
    {
      ...{ width, height: 36, unit: view.unit, document, label },
      ...(mode === total ? {} : { colour: modeColours[mode as CustomsMode] }),
    },
  );
}

/** What to mind about growth, once for all tiles. */
function marksNote(rows: readonly OverviewRow[], { language }: View): Child {
  const found = new Set(rows.filter(({ low_coverage }) => !low_coverage).flatMap((row) => row.marks));
  if (found.size === 0) return undefined;
  const told = [...found].map((mark) => marks[mark][language]).join(language === 'zh' ? '；' : '; ');
  return h('p', { class: 'marks' }, `※ ${tell('marksLead', language)}${told}`);
}
