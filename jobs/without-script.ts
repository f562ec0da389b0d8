import { customsModes } from '../catalogue/mode.ts';
import type { Decimal } from '../catalogue/number.ts';
import { statuses } from '../catalogue/status.ts';
import type { Row } from '../dashboards/answers.ts';
import type { Bakery } from '../dashboards/bakery.ts';
import { amount, growth, noValue, percent, periodName } from '../dashboards/figures.ts';
import { viewPaths } from '../dashboards/goods/queries.ts';
import { publishedPaths } from '../dashboards/index/queries.ts';
import { type PageName, pages, staticPages } from '../dashboards/pages.ts';
import { comparisonPaths } from '../dashboards/parks/queries.ts';
import { viewPaths as partnerPaths } from '../dashboards/partners/queries.ts';

/** A line of the headline table: name, value, growth on the same month of last year, share where there is one, status. */
interface Line {
  readonly name: string;
  readonly value: Decimal | null;
  readonly growth: Decimal | null;
  readonly share: Decimal | null;
  readonly status: Row['status'];
}

const shown = 20;

/**
 * What a page of a copy says without JavaScript: the newest month as a real table, ways to the other pages, and the
 * reports that lie beside it. Empty where the page has no such figures.
 */
export function withoutScript(
  name: PageName,
  bakery: Bakery,
  answers: ReadonlyMap<string, unknown>,
  documents: readonly string[],
): string {
  const lines = linesOf(name, bakery, answers);
  const title = `${pages[name].label.zh} · ${periodName(bakery.period, 'zh')}`;
  const links = staticPages.map((one) => `<li><a href="./${one}.html">${pages[one].label.zh}</a></li>`);
  const report = documents.find((file) => /^\d{4}-\d{2}\.\d+\.zh\.html$/.test(file));
  return `<main class="noscript">
        <h1>${escaped(title)}</h1>
        <ul>${links.join('')}</ul>
${report ? `        <p><a href="./reports/${report}">${periodName(bakery.period, 'zh')}月报 <span lang="en">Monthly report</span></a></p>\n` : ''}${lines.length ? tableOf(title, lines.slice(0, shown)) : ''}        <p>启用JavaScript后可查看图表、明细和其他统计期。<span lang="en">Charts, details and other months need JavaScript.</span></p>
      </main>`;
}

function tableOf(title: string, lines: readonly Line[]): string {
  const row = ({ name, value, growth: grown, share, status }: Line) =>
    `            <tr><th scope="row">${escaped(name)}</th>${[
      value === null ? noValue : amount(value, 'yi'),
      grown === null ? noValue : growth(grown),
      share === null ? noValue : percent(share),
    ]
      .map((text) => `<td class="figure">${text}</td>`)
      .join('')}<td>${statuses[status].zh}</td></tr>`;
  return `        <table>
          <caption>${escaped(title)}：进出口额 <span lang="en">Trade value</span></caption>
          <thead><tr><th scope="col">名称</th><th scope="col">亿元</th><th scope="col">同比</th><th scope="col">占比</th><th scope="col">状态</th></tr></thead>
          <tbody>
${lines.map(row).join('\n')}
          </tbody>
        </table>
`;
}

type Ranked = Omit<Line, 'name'> & Readonly<Record<string, string | null>>;

function linesOf(name: PageName, bakery: Bakery, answers: ReadonlyMap<string, unknown>): Line[] {
  const { period, parks } = bakery;
  const rowsOf = <Item>(path: string) =>
    (answers.get(path) as { readonly rows?: readonly Item[] })?.rows ?? [];
  const coded = new Map(bakery.codes.map((one) => [`${one.dimension} ${one.code}`, one.zh]));
  const ranked = (path: string, nameOf: (row: Ranked) => string) =>
    rowsOf<Ranked>(path).map((row) => ({ ...pick(row), name: nameOf(row) }));
  switch (name) {
    case 'parks':
      return ranked(
        comparisonPaths(period, {}).ranking,
        ({ park }) => parks.find(({ park_id }) => park_id === park)?.name_zh ?? String(park),
      );
    case 'partners':
      return ranked(
        partnerPaths(period, {}).ranking,
        ({ partner }) => coded.get(`partner ${partner}`) ?? String(partner),
      );
    case 'goods':
      return ranked(
        viewPaths(period, {}).chapters,
        ({ chapter }) => `${chapter} ${coded.get(`chapter ${chapter}`) ?? ''}`,
      );
    default:
      return rowsOf<Overview>(publishedPaths(period, '_T').overview).map(({ mode, value, status, yoy }) => ({
        ...{ value, status, growth: yoy.value, share: null },
        name:
          mode === '_T'
            ? '全部监管方式'
            : `${mode} ${customsModes[mode as keyof typeof customsModes]?.zh ?? ''}`,
      }));
  }
}

interface Overview extends Pick<Line, 'value' | 'status'> {
  readonly mode: string;
  readonly yoy: { readonly value: Decimal | null };
}

const pick = ({ value, growth: grown, share, status }: Ranked) => ({ value, growth: grown, share, status });

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
