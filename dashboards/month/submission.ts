import { type Child, h } from '../element.ts';
import { count, instant } from '../figures.ts';
import { tabs } from '../parts/tabs.ts';
import { choice, switcher } from '../parts/toolbar.ts';
import { changesTab } from './changes.ts';
import {
  type Known,
  type MonthFrame,
  parkOf,
  placeName,
  type Review,
  type Submitted,
  type TabName,
  tabNames,
} from './shapes.ts';
import { say } from './text.ts';
import { wordingTab } from './wording.ts';

/** By whom, when, for which hour, and the hash that a signature covers. */
export function submissionPanel({ submission }: Review, { view: { language } }: MonthFrame): HTMLElement {
  const title = h('h2', { id: 'submission-title' }, say('submission', language));
  if (!submission)
    return h(
      'section',
      { class: 'panel submission', 'aria-labelledby': 'submission-title' },
      title,
      h('p', {}, say('noSubmission', language)),
      h('p', { class: 'caption' }, say('noSubmissionLead', language)),
    );
  const { submitted_by, submitted_at, signed_by, signed_at, release_at, base_release } = submission;
  const person = (name: string, at: string): Child[] => [
    name,
    h('small', {}, h('time', { datetime: at }, instant(at))),
  ];
  const facts: readonly (readonly [string, ...Child[]])[] = [
    [say('submittedBy', language), ...person(submitted_by, submitted_at)],
    [
      say('signedBy', language),
      ...(signed_by ? person(signed_by, signed_at ?? '') : [say('notSigned', language)]),
    ],
    [say('hour', language), release_at ? instant(release_at) : say('byHandShort', language)],
    [say('base', language), base_release ?? say('firstRelease', language)],
    [say('observations', language), count(submission.observations)],
    [say('subject', language), ...subject(submission, language)],
  ];
  return h(
    'section',
    { class: 'panel submission', 'aria-labelledby': 'submission-title' },
    title,
    h('dl', {}, ...facts.flatMap(([name, ...told]) => [h('dt', {}, name), h('dd', {}, ...told)])),
  );
}

function subject({ subject_sha256 }: Submitted, language: 'zh' | 'en'): Child[] {
  const copy = h(
    'button',
    { type: 'button', class: 'quiet small', id: 'copy-subject', 'aria-label': say('copySubject', language) },
    say('copy', language),
  );
  copy.addEventListener('click', () => {
    void navigator.clipboard?.writeText(subject_sha256).then(() => {
      copy.textContent = say('copied', language);
    });
  });
  return [h('code', { title: subject_sha256 }, `${subject_sha256.slice(0, 12)}…`), copy];
}

/** What was submitted, in three parts. */
export function submittedParts(known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const selected = tabNames.find((name) => name === frame.view.tab) ?? 'documents';
  const shown: Readonly<Record<TabName, () => HTMLElement>> = {
    documents: () => documentsTab(known, frame),
    changes: () => changesTab(known, frame),
    wording: () => wordingTab(known, frame, reportChoice(known, frame)),
  };
  const set = {
    id: 'submitted',
    label: say('parts', language),
    tabs: tabNames.map((key) => ({ key, label: say(`tab_${key}`, language) })),
    selected,
    choose: (tab: string) => frame.navigate({ tab }),
  };
  return h('section', { class: 'panel submitted' }, tabs(set, shown[selected]()));
}

function reportChoice(known: Known, frame: MonthFrame): HTMLElement {
  const { language } = frame.view;
  const codes = [...new Set(known.review.submission?.documents.map(({ park }) => park))];
  return choice({
    id: 'report-park',
    label: say('park', language),
    options: codes.map((value) => ({ value, label: placeName(value, known, language) })),
    value: parkOf(frame.view, known.review),
    choose: (park) => frame.navigate({ park }),
  });
}

/** The very bytes: shown in a frame, and to be downloaded. */
function documentsTab(known: Known, frame: MonthFrame): HTMLElement {
  const { view, address, navigate } = frame;
  const { language } = view;
  const { period } = known.review;
  const park = parkOf(view, known.review);
  const doc = view.doc === 'en' ? 'en' : 'zh';
  const href = (format: string) =>
    `./api/v1/months/${period}/submission/reports/${park}.${format}?language=${doc}`;
  const languages = switcher({
    id: 'doc',
    label: say('docLanguage', language),
    options: [
      { value: 'zh', label: '中文' },
      { value: 'en', label: 'English' },
    ],
    value: doc,
    address: (value) => address({ doc: value }),
    choose: (value) => navigate({ doc: value }),
  });
  const files = (['docx', 'pdf', 'xlsx'] as const).map((format) =>
    h(
      'a',
      { class: 'button quiet small', id: `file-${format}`, href: href(format), download: '' },
      format.toUpperCase(),
    ),
  );
  const place = placeName(park, known, language);
  return h(
    'div',
    { class: 'documents-tab' },
    h(
      'div',
      { class: 'tools' },
      reportChoice(known, frame),
      languages,
      h('span', { class: 'actions', role: 'group', 'aria-label': say('files', language) }, ...files),
      h('a', { href: href('html'), target: '_blank', rel: 'noopener' }, say('openHtml', language)),
    ),
    h('iframe', {
      class: 'report-frame',
      id: 'report-frame',
      title: say('frameTitle', language, { place }),
      src: href('html'),
      sandbox: 'allow-same-origin',
      loading: 'lazy',
    }),
  );
}
