import { apiRoot, fromFolder } from '../ask.ts';
import { colours } from '../charts/frame.ts';
import { linesChart } from '../charts/lines.ts';
import type { Measure } from '../charts/measure.ts';
import { h } from '../element.ts';
import { instant, periodName } from '../figures.ts';
import { drawAll, drawing } from '../parts/drawing.ts';
import type { RevisionMonth, Revisions, Vintage } from './answers.ts';
import { cellName } from './names.ts';
import { revisionsOf } from './queries.ts';
import type { Shown } from './shown.ts';
import { tell } from './text.ts';
import { festivals, monthsOf } from './trend-data.ts';

interface Step {
  readonly at: string;
  readonly release: string;
}

/** Every instant at which something was published, in order; with the newest month's release of that instant. */
function stepsOf(rows: readonly RevisionMonth[]): Step[] {
  const all = rows.flatMap(({ releases }) => releases);
  return [...Map.groupBy(all, ({ published_at }) => published_at)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, own]) => ({ at, release: own.map(({ release }) => release).join(', ') }));
}

function knownAt({ releases }: RevisionMonth, at: string): Vintage | undefined {
  return releases.findLast(({ published_at }) => published_at <= at);
}

/** The series as it was known at each release, over the present one: a slider that steps at releases. */
export function replayCard(shown: Shown, found: Revisions, measure: Measure): HTMLElement {
  const { question, frame } = shown;
  const { language } = frame.view;
  const steps = stepsOf(found.rows);
  const said = h('p', { class: 'caption', id: 'replay-said', role: 'status' });
  const stage = h('div', { class: 'replay-stage' });
  const slider = h('input', {
    ...{ type: 'range', id: 'replay', min: 0, max: steps.length - 1, step: 1, value: steps.length - 1 },
    'aria-describedby': 'replay-said',
    oninput: () => show(Number(slider.value)),
  });
  const whole = h('a', { class: 'button quiet small', id: 'replay-whole' }, tell('replayWhole', language));
  const show = (index: number) => {
    const step = steps[index];
    if (!step) return;
    const sentence = sentenceAt(found.rows, step, language);
    said.textContent = sentence;
    slider.setAttribute('aria-valuetext', instant(step.at));
    whole.href = frame.address({ asOf: index === steps.length - 1 ? undefined : step.at, tab: 'trend' });
    stage.replaceChildren(drawing((width) => drawnAt(shown, found, { measure, step, width, sentence })));
    if (stage.isConnected) drawAll();
  };
  show(steps.length - 1);
  return h(
    'section',
    { class: 'panel replay', id: 'replay-card' },
    h('h2', {}, tell('replayTitle', language)),
    said,
    stage,
    h(
      'div',
      { class: 'replay-tools' },
      h('label', { for: 'replay' }, h('span', {}, tell('replaySlider', language)), slider),
      !fromFolder && whole,
      !fromFolder &&
        h('a', { href: apiRoot + revisionsOf(question), download: '' }, tell('downloadRevisions', language)),
    ),
  );
}

function sentenceAt(rows: readonly RevisionMonth[], { at, release }: Step, language: 'zh' | 'en'): string {
  const known = rows.flatMap((month) => {
    const then = knownAt(month, at);
    return then ? [{ then, now: month.releases.at(-1) }] : [];
  });
  return tell('replaySaid', language, {
    ...{ at: instant(at), release, count: known.length },
    different: known.filter(({ then, now }) => then.value !== now?.value).length,
  });
}

interface At {
  readonly measure: Measure;
  readonly step: Step;
  readonly width: number;
  readonly sentence: string;
}

function drawnAt(
  { loaded, question, frame }: Shown,
  { rows }: Revisions,
  { measure, step, width, sentence }: At,
) {
  const { language } = frame.view;
  const months = monthsOf(rows);
  const points = rows.map((month) => {
    const then = knownAt(month, step.at);
    const value = then?.value ?? null;
    return {
      period: month.period,
      value,
      label: `${periodName(month.period, language)} ${measure.show(value)} ${measure.name}`,
    };
  });
  const firsts = rows.map((month) => {
    const now = month.releases.at(-1);
    const then = knownAt(month, step.at);
    return {
      period: month.period,
      value: now?.value ?? null,
      isRevised: then !== undefined && then.value !== now?.value,
      label: `${tell('legendLine', language)} ${measure.show(now?.value)}`,
    };
  });
  const name = cellName(loaded, question.cell, language);
  return linesChart(
    {
      months,
      lines: [{ key: 'then', name, colour: colours.accent, points }],
      firsts,
      shaded: festivals(months, language),
    },
    {
      width,
      height: 260,
      language,
      measure,
      document,
      description: sentence,
      unit: frame.view.unit,
      interactive: true,
    },
  );
}
