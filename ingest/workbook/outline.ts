import type { Archive, Member } from '../archive.ts';
import type { ReadLimits } from '../reader.ts';
import { Stop } from '../stop.ts';
import { type NumberStyle, styleOfFormat, unescaped } from './cell-text.ts';
import { type Attributes, attribute, readWholeXml } from './xml.ts';

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly member: Member;
}

/** What stands in a workbook, and what its sheets need to be read. */
export interface Outline {
  readonly sheets: readonly Sheet[];
  readonly dateSystem: 1900 | 1904;
  readonly styles: readonly NumberStyle[];
  readonly strings: readonly string[];
  /** Macros are never read. */
  readonly hasMacros: boolean;
}

/** Shared strings are kept in memory: their characters, and what each costs besides. */
const mostStringCharacters = 1 << 28;
const charactersPerString = 32;

export async function readOutline(archive: Archive, limits: ReadLimits): Promise<Outline> {
  const members = new Map(archive.members.map((member) => [member.name.toLowerCase(), member]));
  const root = await targets(members.get('_rels/.rels'), '', limits);
  const path = root.find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const workbook = members.get(path.toLowerCase());
  if (path.toLowerCase().endsWith('.bin')) throw new Stop('workbook_old', 'XLSB');
  if (!workbook) throw new Stop('workbook_damaged', path);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const links = await targets(
    members.get(`${folder}_rels/${path.slice(folder.length)}.rels`.toLowerCase()),
    folder,
    limits,
  );
  const linked = (type: string) => {
    const link = links.find((one) => one.type === type);
    return link && members.get(link.path.toLowerCase());
  };
  const { named, dateSystem } = await readSheetNames(workbook, limits);
  const sheets = named.flatMap(({ id, ...sheet }) => {
    const link = links.find((one) => one.id === id && one.type === 'worksheet');
    const member = link && members.get(link.path.toLowerCase());
    return member ? [{ ...sheet, member }] : [];
  });
  if (sheets.length === 0) throw new Stop('workbook_damaged', path);
  return {
    sheets,
    dateSystem,
    styles: await readStyles(linked('styles'), limits),
    strings: await readStrings(linked('sharedStrings'), limits),
    hasMacros: archive.members.some(({ name }) => /vbaproject\.bin$|macrosheets\//i.test(name)),
  };
}

interface Target {
  readonly id: string;
  /** The last word of the relation's name: the older and the stricter kind of workbook differ before it. */
  readonly type: string;
  readonly path: string;
}

async function targets(member: Member | undefined, folder: string, limits: ReadLimits): Promise<Target[]> {
  const found: Target[] = [];
  if (!member) return found;
  await readWholeXml(member, limits, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), path: resolved(Target, folder) });
    },
    close() {},
    text() {},
  });
  return found;
}

function resolved(target: string, folder: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = folder.split('/').filter(Boolean);
  for (const part of target.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  return parts.join('/');
}

async function readSheetNames(member: Member, limits: ReadLimits) {
  const named: { name: string; hidden: boolean; id: string }[] = [];
  let dateSystem: 1900 | 1904 = 1900;
  const open = (name: string, attributes: Attributes) => {
    if (name === 'workbookPr' && isOn(attributes.date1904)) dateSystem = 1904;
    if (name !== 'sheet') return;
    if (named.length >= limits.maxMembers) throw new Stop('archive_too_many', String(limits.maxMembers));
    named.push({
      name: unescaped(attributes.name ?? '').slice(0, 80),
      hidden: attributes.state === 'hidden' || attributes.state === 'veryHidden',
      id: attribute(attributes, 'id') ?? '',
    });
  };
  await readWholeXml(member, limits, { open, close() {}, text() {} });
  return { named, dateSystem: dateSystem as 1900 | 1904 };
}

export function isOn(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on';
}

async function readStyles(member: Member | undefined, limits: ReadLimits): Promise<NumberStyle[]> {
  const formats = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  if (!member) return styles;
  await readWholeXml(member, limits, {
    open(name, { numFmtId = '', formatCode = '' }) {
      if (name === 'numFmt') formats.set(Number(numFmtId), unescaped(formatCode));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells)
        styles.push(styleOfFormat(Number(numFmtId), formats.get(Number(numFmtId))));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text() {},
  });
  return styles;
}

/** Runs of rich text are joined; how Japanese text is spoken is left out. */
async function readStrings(member: Member | undefined, limits: ReadLimits): Promise<string[]> {
  const strings: string[] = [];
  if (!member) return strings;
  let [text, inText, inSound, spent] = ['', false, false, 0];
  await readWholeXml(member, limits, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') inSound = true;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') inSound = false;
      else if (name === 'si') {
        spent += text.length + charactersPerString;
        if (spent > mostStringCharacters) throw new Stop('archive_too_big', member.name);
        strings.push(unescaped(text));
      }
    },
    text(some) {
      if (inText && !inSound) text += some;
    },
  });
  return strings;
}
