import { addMonths, type Period } from '../../catalogue/period.ts';
import { type Child, h } from '../element.ts';
import { percent, periodName } from '../figures.ts';
import { number } from '../hand-in/words.ts';
import type { Language } from '../view.ts';
import { type Board, hasProblem, nameOfPark, type StepName, steps, type TenantLine } from './board.ts';
import { say } from './text.ts';
import type { QualityView } from './view.ts';
import { viewAddress } from './view.ts';

/** Tenants by steps: how many files and findings stand where, and for how long. */
export function matrix(
  board: Board,
  lines: readonly TenantLine[],
  view: QualityView,
  follow: (address: string) => void,
): HTMLElement {
  const { language, everybody } = view;
  const problems = lines.filter(hasProblem);
  const shown = everybody ? lines : problems;
  const other = viewAddress({ ...view, everybody: !everybody });
  return h(
    'section',
    { class: 'panel matrix', 'aria-labelledby': 'matrix' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', { id: 'matrix' }, say('matrix', language)),
      h(
        'a',
        {
          id: 'everybody',
          href: other,
          onclick: (event) => {
            event.preventDefault();
            follow(other);
          },
        },
        everybody ? say('showProblems', language) : say('showAll', language, { count: number(lines.length) }),
      ),
    ),
    h('p', { class: 'caption' }, say('matrixLead', language)),
    shown.length === 0
      ? h('p', {}, say(lines.length ? 'noProblems' : 'nobody', language))
      : table(board, shown, view, follow),
  );
}

function table(
  board: Board,
  lines: readonly TenantLine[],
  view: QualityView,
  follow: (address: string) => void,
): HTMLElement {
  const { language } = view;
  const head = (label: string, className?: string) => h('th', { scope: 'col', class: className }, label);
  return h(
    'div',
    {
      class: 'scroll',
      tabindex: '0',
      role: 'region',
      'aria-label': `${say('matrix', language)} · ${say('tenant', language)}`,
    },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head(say('tenant', language)),
          head(say('share', language), 'figure'),
          ...steps.map((step) => head(say(`step_${step}`, language), 'step')),
          head(say('punctuality', language), 'punctual'),
        ),
      ),
      h('tbody', {}, ...lines.map((line) => row(line, board, view, follow))),
    ),
  );
}

function row(
  line: TenantLine,
  board: Board,
  view: QualityView,
  follow: (address: string) => void,
): HTMLElement {
  const { language } = view;
  const address = viewAddress({ ...view, tenant: line.uscc });
  return h(
    'tr',
    { class: line.uscc === view.tenant && 'selected' },
    h(
      'th',
      { scope: 'row' },
      h(
        'a',
        {
          id: `tenant-${line.uscc}-${line.park}`,
          href: address,
          lang: 'zh-CN',
          'aria-label': say('openTenant', language, { tenant: line.name_zh }),
          onclick: (event) => {
            event.preventDefault();
            follow(address);
          },
        },
        line.name_zh,
      ),
      h('small', {}, nameOfPark(board.parks, line.park, language)),
      h('span', { class: 'now' }, now(line, language)),
    ),
    h('td', { class: 'figure' }, percent(line.share)),
    ...steps.map((step) => h('td', { class: `step at-${step}` }, cell(step, line, language))),
    h('td', { class: 'punctual' }, strip(line, board, language)),
  );
}

/** Where a tenant stands in a word, for a telephone: the first step that holds it up, else how many files count. */
function now(line: TenantLine, language: Language): Child {
  const { counts, report } = line;
  if (counts.received === 0 || report.nil) return receivedCell(line, language);
  const step = (['must_fix', 'open'] as const).find((one) => counts[one] > 0);
  if (step) return h('span', {}, `${say(`step_${step}`, language)} `, cell(step, line, language));
  if (counts.received > counts.recognised) return cell('recognised', line, language);
  return h('span', {}, `${say('step_in_force', language)} `, number(counts.in_force));
}

function cell(step: StepName, line: TenantLine, language: Language): Child {
  const { counts, report, age } = line;
  if (step === 'received') return receivedCell(line, language);
  if (step === 'recognised' && counts.received > counts.recognised)
    return h(
      'span',
      { class: 'bad' },
      `${counts.recognised}/${counts.received} `,
      say('refusedShort', language),
    );
  if (step === 'in_force' && report.nil) return h('span', {}, say('nilShort', language));
  const count = counts[step];
  if (count === 0) return h('span', { class: 'zero' }, '·');
  const isBad = step === 'must_fix' || step === 'open';
  const aged =
    step === 'open' && age !== null && age > 0 && h('small', {}, say('days', language, { days: age }));
  return h('span', { class: isBad && `bad bad-${step}` }, number(count), aged);
}

function receivedCell({ counts, report, age }: TenantLine, language: Language): HTMLElement {
  if (counts.received === 0)
    return report.state === 'received'
      ? h('span', {}, say('nilShort', language))
      : h('span', { class: 'bad' }, say('notYet', language));
  const when = age === 0 ? say('today', language) : say('days', language, { days: age ?? 0 });
  return h(
    'span',
    {},
    String(counts.received),
    h(
      'small',
      { class: report.late && 'late-word' },
      report.late ? `${say('lateShort', language)} ${when}` : when,
    ),
  );
}

type Punctual = 'received' | 'late' | 'nil' | 'missing' | 'held' | 'none';

/** Twelve months, the latest at the right: shape and fill tell them apart, and a sentence says it. */
function strip({ uscc }: TenantLine, { before, period }: Board, language: Language): HTMLElement {
  const months = Array.from({ length: 12 }, (_, at) => addMonths(period, at - 11));
  const marks = months.map((month) => ({ month, mark: markOf(uscc, month, before) }));
  const count = (...of: Punctual[]) =>
    marks.filter(({ mark }) => mark !== undefined && of.includes(mark)).length;
  const said = { onTime: count('received', 'nil'), late: count('late'), missing: count('missing') };
  return h(
    'span',
    { class: 'strip', role: 'img', 'aria-label': say('punctualityOf', language, said) },
    ...marks.map(({ month, mark }) =>
      h('i', {
        class: `mark mark-${mark ?? 'unknown'}`,
        title: mark && `${periodName(month, language)} ${say(`punct_${mark}`, language)}`,
      }),
    ),
  );
}

function markOf(uscc: string, month: Period, before: Board['before']): Punctual | undefined {
  const quality = before.get(month);
  if (!quality) return undefined;
  const report = quality.tenants.find((tenant) => tenant.uscc === uscc);
  if (!report?.expected) return 'none';
  if (report.state === 'held') return 'held';
  if (report.state !== 'received') return 'missing';
  return report.late ? 'late' : report.nil ? 'nil' : 'received';
}
