/** How a number in a cell is shown: as it is, as a day, or with zeros in front up to a width. */
export type NumberStyle = 'plain' | 'day' | number;

/** What built-in formats (ECMA-376, 18.8.30, with those of Chinese versions) make of a number. */
function isBuiltInDay(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** A format tells days by its letters, once everything that stands for itself is taken out. */
export function styleOfFormat(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) return isBuiltInDay(id) ? 'day' : 'plain';
  const bare = (code.split(';')[0] ?? '')
    .replace(/"[^"]*"?/g, '')
    .replace(/\\.|_.|\*./gu, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]?/gi, '')
    .replace(/general|g\/通用格式/gi, '')
    .replace(/e[+-]/gi, '');
  if (/^0{2,15}$/.test(bare)) return bare.length;
  return /[ymdhs]/i.test(bare) && !/[#?@]/.test(bare.replace(/@$/, '')) ? 'day' : 'plain';
}

/** Numbers that are as they should be already: nearly all. */
const shortest = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,8})\.\d{0,4}[1-9])$/;

/**
 * A number as plain text with the 15 digits that a spreadsheet keeps: 1234.5600000000001 is 1234.56. A number of more
 * digits has lost some; it is written so that this shows.
 */
export function numberText(raw: string): string {
  if (shortest.test(raw)) return raw;
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw;
  if (Math.abs(value) >= 1e15) return value.toExponential(14).toUpperCase();
  return plainText(value);
}

function plainText(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(14).split('e');
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '').replace(/0+$/, '');
  const point = Number(exponent) + 1;
  if (digits === '') return '0';
  const text =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : point >= digits.length
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return negative ? `-${text}` : text;
}

export function styledText(raw: string, style: NumberStyle, dateSystem: 1900 | 1904): string {
  if (style === 'plain') return numberText(raw);
  if (style === 'day') return dayText(raw, dateSystem) ?? numberText(raw);
  const text = numberText(raw);
  return /^\d+$/.test(text) ? text.padStart(style, '0') : text;
}

const dayMs = 86_400_000;
/** The last day that a spreadsheet knows, 9999-12-31. */
const lastSerial = { 1900: 2_958_465, 1904: 2_957_003 } as const;

/**
 * A day's number in a workbook as ISO text, with the time when there is one; undefined when it stands for no day.
 * The 1900 system has a 29th of February 1900 that never was: numbers before it are one less off.
 */
export function dayText(raw: string, dateSystem: 1900 | 1904): string | undefined {
  const serial = Number(raw);
  if (raw.trim() === '' || !(serial >= 0 && serial < lastSerial[dateSystem] + 1)) return undefined;
  let day = Math.floor(serial);
  let seconds = Math.round((serial - day) * 86_400);
  if (seconds === 86_400) [day, seconds] = [day + 1, 0];
  const time = seconds === 0 ? '' : new Date(seconds * 1000).toISOString().slice(11, 19);
  if (day === 0 && dateSystem === 1900) return time || '00:00:00';
  const since = dateSystem === 1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  const date = new Date(since + day * dayMs).toISOString().slice(0, 10);
  return time ? `${date} ${time}` : date;
}

/** A day as the newer kind of workbook writes it, `2026-10-12T00:00:00`. */
export function isoDayText(raw: string): string {
  return raw
    .replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ')
    .replace(/(:\d{2})\.\d+/, '$1')
    .replace(/Z$/, '')
    .replace(/ 00:00(:00)?$/, '');
}

/** A text with what workbooks write instead of characters that XML cannot hold: `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => {
    const value = Number.parseInt(code, 16);
    return value >= 0x20 || value === 9 || value === 10 || value === 13 ? String.fromCharCode(value) : '';
  });
}
