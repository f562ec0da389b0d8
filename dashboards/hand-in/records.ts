import Papa from 'papaparse';

/** Records of a delimited text that comes in pieces. The pages' home of papaparse. */
export interface RecordReader {
  /** The records that are complete with this piece. */
  read(piece: string): string[][];
  /** The last record, which no line end closes. */
  end(): string[][];
  /** Characters that wait for their record to end. */
  waiting(): number;
}

/** One record a line, blank lines included, so that the place of a record is its number. */
export function recordReader(delimiter: string): RecordReader {
  let rest = '';
  const parse = (text: string, isLast: boolean): { data: string[][]; cursor: number } => {
    const parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', escapeChar: '"' });
    const { data, meta } = parser.parse(text, 0, !isLast);
    return { data, cursor: meta.cursor };
  };
  return {
    read: (piece) => {
      const text = rest + piece;
      // A carriage return at the end may be half of a line end.
      const held = text.endsWith('\r') ? '\r' : '';
      const whole = plainLineEnds(text.slice(0, text.length - held.length));
      const { data, cursor } = parse(whole, false);
      rest = whole.slice(cursor) + held;
      return data;
    },
    end: () => (rest === '' ? [] : parse(plainLineEnds(rest), true).data),
    waiting: () => rest.length,
  };
}

function plainLineEnds(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}

/** The first records of a text under a delimiter. */
export function firstRecords(text: string, delimiter: string, count: number): string[][] {
  return Papa.parse<string[]>(plainLineEnds(text), { delimiter, preview: count }).data;
}
