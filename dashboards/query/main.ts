import { parseLine } from '../../catalogue/query-language/parse.ts';
import { normalState, type QueryState } from '../../catalogue/query-language/state.ts';
import type { Vocabulary } from '../../catalogue/query-language/vocabulary.ts';
import { writeLine } from '../../catalogue/query-language/write.ts';
import { type Child, h } from '../element.ts';
import { count } from '../figures.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { failedPanel } from '../parts/states.ts';
import { tabs } from '../parts/tabs.ts';
import { readView } from '../view.ts';
import type { Available, SavedAnswer } from './answers.ts';
import { subjectOf, type Writing } from './cells.ts';
import { exportPanel, newExportDesk } from './export.ts';
import { layoutOf, variedAxes } from './layout.ts';
import { layoutStep } from './layout-step.ts';
import { queryLine } from './line.ts';
import { type Known, load } from './load.ts';
import { nothingPanel, resultPanel } from './result.ts';
import { brokenLines, pageAddress, savedPanel } from './saved.ts';
import { newDesk, sqlPanel } from './sql.ts';
import { dimensionStep, indicatorStep, type Steps } from './steps.ts';
import { say } from './text.ts';
import { compareStep, timeStep } from './time-step.ts';
import { changeTo, own, type QueryKey, type QueryView, queryPath, stateIn } from './view.ts';

type QueryFrame = Frame<QueryKey>;

/** The line as the reader wrote it, while it says what is shown. */
let written = '';
let everyRow = false;
const desk = newDesk();
const exportDesk = newExportDesk();

function draw(known: Known, frame: QueryFrame): Drawn {
  const { view } = frame;
  const { language } = view;
  const { opened } = known;
  if (view.q) {
    takeLine(view.q, known.vocabulary, frame);
    return { main: [] };
  }
  if (opened && opened.broken.length === 0) open(opened, frame);
  const all = (['build', 'sql', 'saved'] as const)
    .filter((key) => key === 'build' || known.may[key === 'sql' ? 'exports' : 'queries'])
    .map((key) => ({ key, label: say(`tab_${key}`, language) }));
  return {
    title: say('title', language),
    lead: say('lead', language),
    releases: known.releases,
    mainClass: 'query',
    ...(known.build?.answer
      ? { shows: subjectOf(known.build.answer, variedAxes(known.build.answer), writing(known, view)) }
      : {}),
    main: [
      tabs(
        {
          id: 'query',
          label: say('modes', language),
          tabs: all,
          selected: view.tab,
          choose: (tab) => frame.navigate({ tab, saved: '' }),
        },
        panel(known, frame),
      ),
    ],
  };
}

function writing({ parks }: Known, { language, unit }: QueryView): Writing {
  return { parks, language, unit };
}

function panel(known: Known, frame: QueryFrame): HTMLElement {
  const { language } = frame.view;
  const { announce, redraw, reload } = frame;
  if (known.sql) return sqlPanel({ desk, tables: known.sql, language, redraw, announce });
  const saved = { language, announce, reload, open: (one: SavedAnswer) => open(one, frame) };
  if (known.saved) return savedPanel({ ...saved, saved: known.saved });
  if (known.opened)
    return h(
      'section',
      { class: 'panel' },
      h('h2', {}, known.opened.name),
      ...brokenLines(known.opened, { ...saved, saved: [] }),
    );
  return h('div', { class: 'build' }, ...builder(known, frame));
}

/** To the page with the saved question; its last use is noted. */
function open(one: SavedAnswer, frame: QueryFrame): void {
  if (one.kind === 'sql') {
    Object.assign(desk, {
      text: one.sql ?? '',
      asOf: one.asOf ?? '',
      answer: null,
      estimate: null,
      refusal: null,
    });
    frame.navigate({ tab: 'sql', saved: '' });
    return;
  }
  written = one.line ?? '';
  const asked = readView(pageAddress(one), own);
  const { language: _language, unit: _unit, theme: _theme, period: _period, ...question } = asked;
  frame.navigate(
    { ...question, tab: 'build', saved: one.id },
    frame.view.tab === 'saved' ? 'push' : 'replace',
  );
}

/** Goes on to what a line means that another page sent here. */
function takeLine(line: string, vocabulary: Vocabulary, frame: QueryFrame): void {
  written = line;
  const { state } = parseLine(line, vocabulary);
  frame.navigate({ ...changeTo(normalState(state)), q: '' }, 'replace');
}

function builder(known: Known, frame: QueryFrame): Child[] {
  const { view } = frame;
  const state = stateIn(view);
  const { language } = view;
  const change = (next: QueryState) => {
    everyRow = false;
    frame.navigate({ ...changeTo(normalState(next)), saved: '' });
  };
  const line = lineFor(state, known.vocabulary, view);
  const steps: Steps = {
    state,
    available: known.build?.available ?? null,
    releases: known.releases,
    parks: known.parks,
    language,
    change,
  };
  return [
    queryLine({
      text: line,
      vocabulary: known.vocabulary,
      language,
      ask: (text, understood) => {
        written = text;
        change(understood.state);
      },
    }),
    h(
      'div',
      { class: 'query-work' },
      h(
        'details',
        // On a narrow screen the result comes first; whoever wants the steps opens them.
        { class: 'panel query-steps', id: 'steps', open: matchMedia('(min-width: 1001px)').matches },
        h('summary', {}, say('steps', language)),
        ...stepsOf(steps, known, frame),
      ),
      h('div', { class: 'query-result' }, resultOf(known, state, line, frame, change)),
    ),
  ];
}

function lineFor(state: QueryState, vocabulary: Vocabulary, { language }: QueryView): string {
  const same = JSON.stringify(parseLine(written, vocabulary).state) === JSON.stringify(state);
  return written && same ? written : writeLine(state, vocabulary, language);
}

function stepsOf(steps: Steps, known: Known, frame: QueryFrame): Child[] {
  const { view, navigate, announce } = frame;
  const { available, language } = steps;
  const answer = known.build?.answer;
  return [
    indicatorStep(steps),
    dimensionStep(steps),
    timeStep(steps),
    compareStep({ ...steps, against: view.against, changeAgainst: (against) => navigate({ against }) }),
    answer &&
      layoutStep({
        layout: layoutOf(answer, view.rows, view.columns),
        language,
        announce,
        change: ({ rows, columns }) =>
          navigate({ rows: rows.join('.'), columns: columns.join('.') }, 'replace'),
      }),
    available && h('p', { class: 'cells', id: 'cells' }, cellsSaid(available, view)),
  ];
}

function cellsSaid({ cells, months, rows, limit }: Available, { language }: QueryView): string {
  const said = say('cellsBefore', language, {
    cells: count(cells),
    months: months.length,
    rows: count(rows),
  });
  return rows > limit ? `${said}。${say('tooMany', language, { limit: count(limit) })}` : said;
}

function resultOf(
  known: Known,
  state: QueryState,
  line: string,
  frame: QueryFrame,
  change: (state: QueryState) => void,
): HTMLElement {
  const { view } = frame;
  const { language } = view;
  const { answer, available, problem } = known.build ?? {};
  if (problem) return failedPanel(say('result', language), problem, language, () => frame.reload());
  if (answer)
    return resultPanel({
      answer,
      state,
      against: view.against,
      line,
      layout: layoutOf(answer, view.rows, view.columns),
      writing: writing(known, view),
      show: view.show,
      address: (show) => frame.address({ show }),
      choose: (show) => frame.navigate({ show }, 'replace'),
      maySave: known.may.queries,
      everyRow,
      showAll: () => {
        everyRow = true;
        frame.redraw();
      },
      announce: frame.announce,
    });
  if (available && !available.exists)
    return nothingPanel({ available, state, writing: writing(known, view), change });
  if (available && available.rows > available.limit && known.may.exports)
    return exportPanel({
      desk: exportDesk,
      state,
      against: view.against,
      available,
      language,
      announce: frame.announce,
    });
  return h(
    'section',
    { class: 'panel result' },
    h('p', { role: 'status' }, available ? cellsSaid(available, view) : ''),
  );
}

openPage({
  name: 'query',
  own,
  load,
  loadKey: (view) =>
    [view.tab, view.saved, view.tab === 'build' ? queryPath(stateIn(view), view.against) : ''].join(' '),
  draw,
});
