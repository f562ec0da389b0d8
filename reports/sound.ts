import { compare, type Decimal, round } from '../catalogue/number.ts';
import { type Message, Refusal } from '../catalogue/refusal.ts';
import { isNumber, type Passage, type Piece, type Report, type Table } from './content.ts';
import { plainText } from './layout.ts';
import { type Language, type NumberRef, nameOfRef, writeNumber } from './number-ref.ts';
import { directionWord, sizeFault } from './spoken.ts';
import { put } from './wording.ts';

/** What a report may not say. */
export const faultKinds = {
  stale: { zh: '数字不是本发布版本的', en: 'the number is not of this release' },
  suppressed: { zh: '数字已保密，不得写出', en: 'the number is confidential and may not be told' },
  blocked: { zh: '没有可写的数值', en: 'there is no value to tell' },
  unit_mixed: {
    zh: '同一指标在一句话里用了两种单位',
    en: 'one indicator stands in two units within a sentence',
  },
  sign: {
    zh: '增减、持平或程度用词与数值不符',
    en: 'the word for direction or size contradicts the value',
  },
  digit: {
    zh: '文字里有未绑定的数字',
    en: 'the text has a digit that is bound to no number',
  },
  comparisons: {
    zh: '一句话里有两种比较',
    en: 'a sentence makes two comparisons',
  },
} as const satisfies Record<string, Message>;
export type FaultKind = keyof typeof faultKinds;

export interface Fault {
  readonly kind: FaultKind;
  readonly number: NumberRef | null;
  /** The number as it is written, or the text at fault. */
  readonly written: string;
}

/** The value that the release has for a number; undefined where it is not one that can be looked up. */
export type Known = (number: NumberRef) => Decimal | null | undefined;

interface Sound {
  readonly release: string;
  readonly known: Known;
}

const stop = { zh: '。', en: '. ' } as const;
const pause = { zh: '；', en: '; ' } as const;

/** Refuses a report with a sentence or cell that says what it may not, naming the first one. */
export function refuseUnsound(report: Report, known: Known): void {
  const sound: Sound = { release: report.release, known };
  const { notice, sections } = report;
  const first = notice ? [{ id: 'notice', paragraphs: notice.paragraphs, blocks: [notice.table] }] : [];
  for (const section of [...first, ...sections]) {
    for (const [at, passage] of section.paragraphs.entries())
      for (const language of ['zh', 'en'] as const) {
        const [fault] = faultsOf(passage, language, sound);
        if (fault) throw refusalOf(report, `${section.id}/${passage.id ?? at + 1}`, passage, language, fault);
      }
    for (const block of section.blocks) if (block.kind === 'table') refuseUnsoundTable(report, block, sound);
  }
}

/** A sentence is judged by itself. How much an officer compares in one is the officer's to say. */
export function faultsOf(passage: Passage, language: Language, sound: Sound): Fault[] {
  const sentences = split(passage[language], stop[language]);
  return sentences.flatMap((sentence) => [
    ...numbersOf(sentence).flatMap(({ number, form }) => numberFaults(number, sound, form, language)),
    ...mixedUnits(sentence, language),
    ...sentence.flatMap((piece) =>
      typeof piece === 'string' && /\p{N}/u.test(piece)
        ? [{ kind: 'digit' as const, number: null, written: piece }]
        : [],
    ),
    ...(passage.edited?.includes(language) ? [] : comparisons(sentence, language)),
    ...split(sentence, pause[language]).flatMap((clause) => wordFaults(clause, language)),
  ]);
}

/** Pieces in groups that end where the text has a mark. */
export function split(pieces: readonly Piece[], mark: string): Piece[][] {
  const groups: Piece[][] = [[]];
  for (const piece of pieces.reduce(put, [])) {
    const parts = typeof piece === 'string' ? piece.split(mark) : [piece];
    for (const [at, part] of parts.entries()) {
      if (at > 0) groups.push([]);
      groups.at(-1)?.push(typeof part === 'string' && at < parts.length - 1 ? part + mark : part);
    }
  }
  return groups.filter((group) => group.some((piece) => piece !== ''));
}

function numbersOf(pieces: readonly Piece[]) {
  return pieces.filter((piece) => typeof piece !== 'string' && 'number' in piece);
}

function numberFaults(
  number: NumberRef,
  { release, known }: Sound,
  form: 'cell' | 'quantity' | 'magnitude',
  language: Language,
): Fault[] {
  const fault = (kind: FaultKind): Fault[] => [
    { kind, number, written: writeNumber(number, form, language) },
  ];
  if (number.status === 'c' || number.reason === 'CONFIDENTIAL')
    return number.value === null && form === 'cell' ? [] : fault('suppressed');
  if (number.value === null) return form === 'cell' ? [] : fault('blocked');
  if (number.former) return [];
  const own = known(number);
  const isOther = own !== undefined && (own === null || compare(own, number.value) !== 0);
  return number.release !== release || isOther ? fault('stale') : [];
}

/** Amounts and counts; rates may be told in per cent and in times. */
function mixedUnits(sentence: readonly Piece[], language: Language): Fault[] {
  const scales = new Map<string, string>();
  for (const { number, form } of numbersOf(sentence)) {
    if (number.unit === 'ratio') continue;
    const key = `${number.indicator} ${number.part}`;
    const kept = scales.get(key) ?? number.scale;
    if (kept !== number.scale)
      return [{ kind: 'unit_mixed', number, written: writeNumber(number, form, language) }];
    scales.set(key, kept);
  }
  return [];
}

const compared: ReadonlySet<string> = new Set(['mom', 'yoy', 'ytd_yoy']);

/** One base of comparison in a sentence, and one rate in a clause of it. */
function comparisons(sentence: readonly Piece[], language: Language): Fault[] {
  const rates = (pieces: readonly Piece[]) =>
    numbersOf(pieces).filter(({ number }) => compared.has(number.transform) && number.part === 'value');
  const all = rates(sentence);
  const second =
    all.find(({ number }) => number.transform !== all[0]?.number.transform) ??
    split(sentence, pause[language]).flatMap((clause) => rates(clause).slice(1))[0];
  if (!second) return [];
  const { number, form } = second;
  return [{ kind: 'comparisons', number, written: writeNumber(number, form, language) }];
}

/** Words before a number, since the number before it, say which way and how far. */
function wordFaults(clause: readonly Piece[], language: Language): Fault[] {
  let before = '';
  return clause.flatMap((piece): Fault[] => {
    if (typeof piece === 'string') before += piece;
    if (typeof piece === 'string' || !('number' in piece)) return [];
    const [text, { number, form }] = [before, piece];
    before = '';
    if (number.value === null || !isRightWord(text, number, form, language))
      return number.value === null
        ? []
        : [{ kind: 'sign', number, written: text + writeNumber(number, form, language) }];
    return [];
  });
}

function isRightWord(text: string, number: NumberRef, form: string, language: Language): boolean {
  const isRate = compared.has(number.transform) && number.part === 'value';
  const direction = directionWord(text, language);
  const sign = compare(isRate ? round(number.value ?? '0', 3) : (number.value ?? '0'), '0');
  if (form === 'magnitude' && direction !== sign) return false;
  if (form === 'quantity' && isRate && direction !== 0 && direction * sign < 0) return false;
  return !isRate || !sizeFault(text, number.value ?? '0', language);
}

function refuseUnsoundTable(report: Report, table: Table, sound: Sound): void {
  for (const row of table.rows)
    for (const number of row.cells.filter(isNumber))
      for (const fault of numberFaults(number, sound, 'cell', 'zh'))
        throw refusalOf(report, `table-${table.id}`, row.label, 'zh', fault);
  const told = table.rows.flatMap(({ label, cells }) => [
    label,
    ...cells.filter((cell): cell is Passage => !isNumber(cell)),
  ]);
  const texts = [table.caption, ...table.notes, ...told];
  for (const text of texts)
    for (const language of ['zh', 'en'] as const)
      for (const piece of text[language])
        if (typeof piece === 'string' && /\p{N}/u.test(piece))
          throw refusalOf(report, `table-${table.id}`, text, language, {
            kind: 'digit',
            number: null,
            written: piece,
          });
}

function refusalOf(
  { release, park }: Report,
  place: string,
  passage: Passage,
  language: Language,
  { kind, number, written }: Fault,
): Refusal {
  const said = plainText(passage, language);
  const { zh, en } = faultKinds[kind];
  const ref = number === null ? null : nameOfRef(number);
  const about = ref === null ? '' : `（${ref}）`;
  return new Refusal(
    'verification_failed',
    {
      zh: `月报${release}未写成：${place}“${said}”中的“${written}”${about}：${zh}。${remedies[kind].zh}`,
      en: `The report of ${release} was not written: "${written}"${ref === null ? '' : ` (${ref})`} in ${place} "${said}": ${en}. ${remedies[kind].en}`,
    },
    { release, park, sentence: place, language, text: said, number: ref, written, reason: kind },
  );
}

const rewrite: Message = {
  zh: '如为人工改写，请改写或撤回该句后重试',
  en: 'If an officer wrote it, edit or withdraw that sentence and try again',
};
const redraw: Message = {
  zh: '请重新起草该月后重试；仍然如此请告知维护人员',
  en: 'Draw the month up again and retry; if it stays, tell whoever maintains the program',
};
const remedies: Readonly<Record<FaultKind, Message>> = {
  stale: redraw,
  suppressed: redraw,
  blocked: redraw,
  unit_mixed: rewrite,
  sign: rewrite,
  digit: rewrite,
  comparisons: rewrite,
};
