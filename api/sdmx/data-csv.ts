import {
  attributes,
  concepts,
  type Dataflow,
  measure,
  reference,
  timeDimension,
} from '../../catalogue/sdmx/flows.ts';
import type { Codelist } from './codelists.ts';
import type { Layout } from './layout.ts';
import type { Language } from './message.ts';

export const labelForms = ['id', 'both'] as const;
export type Labels = (typeof labelForms)[number];

/** What the text of a cell is taken from. */
interface Words {
  readonly labels: Labels;
  readonly language: Language;
  readonly lists: readonly Codelist[];
}

/** SDMX-CSV 1.0: every row names its dataflow. A missing value is empty. */
export function csv1(layout: Layout, words: Words): string {
  return csv(layout, words, ['DATAFLOW'], () => [reference(layout.flow.id)], '');
}

const actions = { Replace: 'R', Delete: 'D' } as const;

/** SDMX-CSV 2.0: every row names its structure and action. A missing value is NaN. */
export function csv2(layout: Layout, words: Words): string {
  const plain = layout.sets.length === 1 && layout.sets[0]?.validFrom === null;
  return csv(
    layout,
    words,
    ['STRUCTURE', 'STRUCTURE_ID', 'ACTION'],
    (action) => [
      'dataflow',
      reference(layout.flow.id),
      plain && action === 'Replace' ? 'I' : actions[action],
    ],
    'NaN',
  );
}

function csv(
  layout: Layout,
  words: Words,
  before: readonly string[],
  ofSet: (action: 'Replace' | 'Delete') => readonly string[],
  missing: string,
): string {
  const { flow, groupIds, entryIds, hasObservations, groupAttributes, entryAttributes } = layout;
  const keyIds = [...flow.key.map(({ id }) => id), ...(hasObservations ? [timeDimension.id] : [])];
  const attributeIds = attributes
    .map(({ id }) => id)
    .filter((id) => groupAttributes.includes(id) || entryAttributes.includes(id));
  const texts = textsOf(flow, words);
  const titles = titlesOf(words);
  const vintages = layout.sets.some(({ validFrom }) => validFrom) ? ['VALID_FROM'] : [];
  const header = [
    ...before,
    ...[...keyIds, ...(hasObservations ? [measure.id] : []), ...attributeIds].map(titles),
    ...vintages,
  ];
  const lines = [row(header)];
  // Version 1.0 has no way to say that an observation is no more.
  const sets = before.includes('ACTION')
    ? layout.sets
    : layout.sets.filter(({ action }) => action !== 'Delete');
  for (const { action, validFrom, groups } of sets)
    for (const group of groups)
      for (const entry of hasObservations ? group.entries : [undefined]) {
        const code = (id: string) =>
          (entry?.codes[entryIds.indexOf(id)] ?? group.codes[groupIds.indexOf(id)]) as string;
        const attribute = (id: (typeof attributeIds)[number]) =>
          entry?.attributes[id] ?? group.attributes[id] ?? '';
        lines.push(
          row([
            ...ofSet(action),
            ...keyIds.map((id) => texts(id, code(id))),
            ...(entry ? [entry.value ?? missing] : []),
            ...attributeIds.map((id) => texts(id, attribute(id))),
            ...vintages.map(() => validFrom?.toISOString() ?? ''),
          ]),
        );
      }
  return lines.join('');
}

/** The text of a code: itself, or with its name behind it. */
function textsOf(
  flow: Dataflow,
  { labels, language, lists }: Words,
): (component: string, code: string) => string {
  if (labels === 'id') return (_component, code) => code;
  const names = new Map<string, string>();
  for (const { id, codelist } of [...flow.key, ...attributes])
    for (const code of lists.find((list) => list.id === codelist)?.codes ?? [])
      names.set(`${id} ${code.id}`, code[language]);
  return (component, code) => {
    const name = names.get(`${component} ${code}`);
    return name === undefined || code === '' ? code : `${code}: ${name}`;
  };
}

function titlesOf({ labels, language }: Words): (component: string) => string {
  if (labels === 'id') return (component) => component;
  return (component) => {
    const concept = concepts.find(({ id }) => id === component);
    return concept ? `${component}: ${concept[language]}` : component;
  };
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
