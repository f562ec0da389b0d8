import { total } from '../../catalogue/mode.ts';
import type { List } from '../answers.ts';
import { apiRoot, ask, baked, fromFolder, problemOf } from '../ask.ts';
import { type Child, h } from '../element.ts';
import { periodName } from '../figures.ts';
import { documentFile, documentsPath } from '../series-path.ts';
import { say } from '../text.ts';
import type { Language, View } from '../view.ts';
import { menu } from './menu.ts';
import { word } from './words.ts';

/** Documents of a report that are on file, as `/reports` lists them. */
interface ReportSet {
  readonly period: string;
  readonly release: string;
  readonly park: string;
  readonly language: Language;
  readonly formats: readonly Format[];
}
type Format = 'html' | 'docx' | 'pdf' | 'xlsx';

interface Wanted {
  readonly id: string;
  readonly period: string;
  /** `_T`: the city's alone. */
  readonly park: string;
  readonly view: Pick<View, 'language'>;
  readonly label?: string;
}

/** True where a month's report can be had at all: a copy has the files that it was given. */
export function hasDocuments(period: string): boolean {
  return fromFolder ? (baked?.documents ?? []).some((file) => file.startsWith(`${period}.`)) : true;
}

/** A report in all its formats and languages, of the city and of the park that is shown: asked for when it is opened. */
export function reportMenu({ id, period, park, view, label }: Wanted): Child {
  const { language } = view;
  if (!hasDocuments(period)) return undefined;
  const content = h('div', { class: 'menu-panel documents' }, h('p', {}, word('loading', language)));
  const shown = menu(
    {
      id,
      label: label ?? say('report', language),
      longLabel: word('reportFormats', language, { period: periodName(period as never, language) }),
      className: 'document-menu',
      summaryClass: 'plain',
    },
    content,
  );
  const fill = async (): Promise<void> => {
    const found = await ask<List<ReportSet>>(documentsPath(period)).catch(problemOf);
    if ('kind' in found) content.replaceChildren(h('p', {}, word('noReports', language)));
    else content.replaceChildren(...groups(found.rows, park, language));
  };
  shown.addEventListener('toggle', () => (shown as HTMLDetailsElement).open && void fill(), { once: true });
  return shown;
}

function groups(sets: readonly ReportSet[], park: string, language: Language): HTMLElement[] {
  const places = [...new Set([total, park])].flatMap((place) => {
    const ofPlace = sets.filter((one) => one.park === place && one.formats.some((f) => addressOf(one, f)));
    const sorted = ofPlace.toSorted(
      (a, b) => Number(b.language === language) - Number(a.language === language),
    );
    return sorted.length ? [h('p', {}, placeName(place, language)), list(sorted)] : [];
  });
  return places.length ? places : [h('p', {}, word('noReports', language))];
}

const placeName = (park: string, language: Language) =>
  park === total ? word('wholeCity', language) : `${word('park', language)} ${park}`;

function list(sets: readonly ReportSet[]): HTMLElement {
  return h(
    'ul',
    {},
    ...sets.map((set) =>
      h(
        'li',
        { lang: set.language === 'zh' ? 'zh-CN' : 'en' },
        h('span', {}, set.language === 'zh' ? '中文' : 'English'),
        ...set.formats.map((format) => documentLink(set, format)),
      ),
    ),
  );
}

const names = {
  html: { zh: '网页', en: 'Web page' },
  docx: { zh: 'Word', en: 'Word' },
  pdf: { zh: 'PDF', en: 'PDF' },
  xlsx: { zh: '附表', en: 'Tables' },
} as const satisfies Record<Format, Readonly<Record<Language, string>>>;

function documentLink(set: ReportSet, format: Format): Child {
  const href = addressOf(set, format);
  if (!href) return undefined;
  const download = format === 'html' ? undefined : documentFile(set, format);
  return h(
    'a',
    { href, download, title: `${set.release} ${format.toUpperCase()}` },
    names[format][set.language],
  );
}

/** Of the file in a copy, if it has it; else of the server. */
function addressOf(set: ReportSet, format: Format): string | undefined {
  const file = documentFile(set, format);
  if (fromFolder) return baked?.documents?.includes(file) ? `./reports/${file}` : undefined;
  const park = set.park === total ? '' : `&park=${encodeURIComponent(set.park)}`;
  return `${apiRoot}reports/${set.period}.${format}?lang=${set.language}${park}`;
}
