import { queryParameters } from '../../catalogue/query-language/address.ts';
import type { QueryState } from '../../catalogue/query-language/state.ts';
import { apiRoot } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { count } from '../figures.ts';
import { choice } from '../parts/toolbar.ts';
import { type Failure, request } from '../request.ts';
import type { Language } from '../view.ts';
import type { Available } from './answers.ts';
import { say } from './text.ts';
import { seriesPath } from './view.ts';

/** A file that is being written, as `/exports/{id}` tells it. */
interface Job {
  readonly id: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly rows: number;
  readonly rows_written: number;
  readonly progress: number;
  readonly file_name: string;
  readonly problem: string | null;
}

/** What is exported outlives drawing anew; of one question at a time. */
export interface ExportDesk {
  question: string;
  format: string;
  job: Job | null;
  failure: Failure | null;
}

export const newExportDesk = (): ExportDesk => ({ question: '', format: 'csv', job: null, failure: null });

interface ExportPage {
  readonly desk: ExportDesk;
  readonly state: QueryState;
  readonly against: string;
  readonly available: Available;
  readonly language: Language;
  readonly announce: (said: string) => void;
}

const formats = ['csv', 'parquet', 'arrow', 'xlsx'] as const;
const lookEvery = 700;

/** More than one answer may hold: as a file, with its progress and a way to stop it. */
export function exportPanel(page: ExportPage): HTMLElement {
  const { desk, state, against, available, language } = page;
  const path = against ? null : seriesPath(state);
  const { rows, limit } = available;
  const panel = h('section', { class: 'panel result', id: 'export', 'aria-labelledby': 'export-title' });
  if (desk.question !== path) Object.assign(desk, { ...newExportDesk(), question: path ?? '' });
  panel.replaceChildren(
    h('h2', { id: 'export-title' }, say('export', language)),
    h('p', { role: 'status' }, say('exportLead', language, { rows: count(rows), limit: count(limit) })),
    path === null ? h('p', {}, say('exportNot', language)) : bar(page),
  );
  return panel;
}

function bar(page: ExportPage): HTMLElement {
  const place = h('div', { class: 'export-bar' });
  const draw = () => place.replaceChildren(...content(page, draw).filter((child) => child instanceof Node));
  draw();
  return place;
}

function content(page: ExportPage, draw: () => void): Child[] {
  const { desk, language } = page;
  const { job, failure } = desk;
  const trouble = failure?.message[language] ?? job?.problem;
  if (job?.state === 'waiting' || job?.state === 'running') return underway(job, page, draw);
  return [
    job?.state === 'done' &&
      h(
        'a',
        {
          id: 'export-file',
          class: 'button',
          href: `${apiRoot}exports/${job.id}/file`,
          download: job.file_name,
        },
        say('exportFile', language, { file: job.file_name }),
      ),
    choice({
      ...{ id: 'export-format', label: say('exportFormat', language), value: desk.format },
      options: formats.map((value) => ({
        value,
        label: value === 'csv' ? 'CSV' : say(`download_${value}`, language),
      })),
      choose: (format) => Object.assign(desk, { format }),
    }),
    h(
      'button',
      {
        ...{ type: 'button', id: 'export-start', class: job?.state === 'done' && 'quiet' },
        onclick: () => void start(page, draw),
      },
      say('export', language),
    ),
    job?.state === 'cancelled' && h('span', { role: 'status' }, say('exportCancelled', language)),
    trouble && h('p', { role: 'alert' }, trouble),
  ];
}

function underway({ rows, rows_written, progress }: Job, page: ExportPage, draw: () => void): Child[] {
  const { desk, language } = page;
  const said = say('exportProgress', language, { done: count(rows_written), rows: count(rows) });
  const cancel = async () => {
    const { answer } = await request<Job>(`exports/${desk.job?.id}/cancel`, {});
    // What was done meanwhile stays done.
    if (answer) desk.job = answer;
    draw();
  };
  return [
    h('progress', { max: 1, value: progress, 'aria-label': say('export', language) }),
    h('span', {}, said),
    h(
      'button',
      { type: 'button', id: 'export-cancel', class: 'quiet', onclick: cancel },
      say('cancel', language),
    ),
  ];
}

async function start(page: ExportPage, draw: () => void): Promise<void> {
  const { desk, state, language, announce } = page;
  const query = Object.fromEntries(queryParameters(state));
  const { answer, failure } = await request<Job>('exports', { query, format: desk.format });
  Object.assign(desk, { job: answer ?? null, failure: failure ?? null });
  draw();
  if (answer) await follow(answer.id, page, draw);
  const { job } = desk;
  if (job?.state === 'done') announce(say('exportFile', language, { file: job.file_name }));
}

/** Looks until it is over, or something else is being exported. */
async function follow(id: string, { desk }: ExportPage, draw: () => void): Promise<void> {
  while (desk.job?.id === id && (desk.job.state === 'waiting' || desk.job.state === 'running')) {
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
    const { answer, failure } = await request<Job>(`exports/${id}`);
    if (desk.job?.id !== id) return;
    if (failure) Object.assign(desk, { job: null, failure });
    else if (desk.job.state === 'waiting' || desk.job.state === 'running') desk.job = answer;
    draw();
  }
}
