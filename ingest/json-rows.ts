import { Tokenizer, type TokenizerOptions, TokenType } from '@streamparser/json';
import type { ReadLimits } from './reader.ts';
import { Stop } from './stop.ts';

export type JsonLimits = Pick<ReadLimits, 'maxCellCharacters' | 'maxColumns' | 'maxRows' | 'maxXmlDepth'>;
export type Cells = ReadonlyMap<string, string>;

/** Numbers stay the text that they are: a double would round the 18 digits of a declaration number. */
class ExactTokenizer extends Tokenizer {
  constructor(options?: TokenizerOptions) {
    super(options);
  }
  protected override parseNumber(text: string): number {
    return text as unknown as number;
  }
}

/**
 * What an array or object is to the table. `rows`: the array whose elements are rows. `outer`: an object around it, or a row
 * itself if there is no such array in it. `other`: what stands beside the rows, like page numbers.
 */
type Role = 'rows' | 'row' | 'outer' | 'other';

interface Frame {
  readonly isObject: boolean;
  readonly role: Role;
  next: 'first' | 'key' | 'colon' | 'value' | 'comma';
  key: string;
  readonly cells: Map<string, string>;
  /** An `outer` in which the rows were found. */
  holdsRows: boolean;
  /** Where an object or array stands among the cells. */
  nested: string | null;
}

/** Keys under which interfaces hand out their rows. */
const rowKeys = new Set(['data', 'rows', 'list', 'records']);

export interface JsonReading {
  write(chunk: Uint8Array | string): void;
  end(): void;
}

/** Reads JSON that comes in pieces; `take` gets each row. Throws Stop where it is no table. */
export function startJson(limits: JsonLimits, take: (cells: Cells) => void): JsonReading {
  const tokenizer = new ExactTokenizer();
  const grammar = new Grammar(limits, take);
  let [bytes, sinceToken] = [0, 0];
  tokenizer.onToken = ({ token, value }) => {
    sinceToken = 0;
    grammar.token(token, value);
  };
  const guarded = (work: () => void) => {
    try {
      work();
    } catch (error) {
      throw error instanceof Stop ? error : new Stop('json_broken', grammar.place());
    }
  };
  return {
    write: (chunk) => {
      guarded(() => tokenizer.write(chunk));
      bytes += chunk.length;
      sinceToken += chunk.length;
      // A character is at most six bytes of an escape sequence.
      if (sinceToken > 6 * limits.maxCellCharacters + 2 * chunk.length)
        throw new Stop('cell_too_long', grammar.place());
    },
    end: () => {
      try {
        guarded(() => tokenizer.end());
        if (grammar.depth > 0) throw grammar.broken();
      } catch (error) {
        if (!(error instanceof Stop) || error.problem.id !== 'json_broken') throw error;
        throw new Stop('json_broken', `${error.problem.value}, byte ${bytes}`);
      }
    },
  };
}

class Grammar {
  private readonly frames: Frame[] = [];
  private rows = 0;
  private readonly limits: JsonLimits;
  private readonly take: (cells: Cells) => void;

  constructor(limits: JsonLimits, take: (cells: Cells) => void) {
    this.limits = limits;
    this.take = take;
  }

  get depth(): number {
    return this.frames.length;
  }

  /** The row that is being read, and its key: `#3 币制`. A key may be anything: no long number is shown. */
  place(): string {
    const key = this.frames.at(-1)?.key ?? '';
    return `#${this.rows + 1} ${key.replace(/\d{7,}/g, '******').slice(0, 40)}`.trim();
  }

  token(token: TokenType, value: unknown): void {
    const frame = this.frames.at(-1);
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET)
      this.open(token === TokenType.LEFT_BRACE, frame);
    else if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET)
      this.close(token === TokenType.RIGHT_BRACE, frame);
    else if (token === TokenType.COLON) this.go(frame, 'colon', 'value');
    else if (token === TokenType.COMMA) this.go(frame, 'comma', frame?.isObject ? 'key' : 'value');
    else if (
      token === TokenType.STRING &&
      frame?.isObject &&
      (frame.next === 'first' || frame.next === 'key')
    )
      this.key(frame, value as string);
    else this.scalar(frame, value === null ? '' : String(value));
  }

  broken(): Stop {
    return new Stop('json_broken', this.place());
  }

  private go(frame: Frame | undefined, from: Frame['next'], to: Frame['next']): void {
    if (frame?.next !== from) throw this.broken();
    frame.next = to;
  }

  /** A value may begin here. */
  private begin(frame: Frame | undefined): void {
    if (!frame) return;
    const may = frame.next === 'value' || (!frame.isObject && frame.next === 'first');
    if (!may) throw this.broken();
    frame.next = 'comma';
  }

  private key(frame: Frame, key: string): void {
    frame.key = key;
    frame.next = 'colon';
    if (frame.role === 'other') return;
    this.judgeText(key);
    if (frame.cells.has(key)) throw new Stop('json_key_twice', this.place());
    if (frame.cells.size >= this.limits.maxColumns)
      throw new Stop('too_many_columns', String(this.limits.maxColumns));
    frame.cells.set(key, '');
  }

  private scalar(frame: Frame | undefined, text: string): void {
    this.begin(frame);
    if (!frame || frame.role === 'rows') throw new Stop('json_shape', this.place());
    if (frame.role === 'other') return;
    this.judgeText(text);
    frame.cells.set(frame.key, text);
  }

  private judgeText(text: string): void {
    if (text.length > this.limits.maxCellCharacters) throw new Stop('cell_too_long', this.place());
    // Half a character, or one that no text has.
    if (!text.isWellFormed() || text.includes('\0')) throw this.broken();
  }

  private open(isObject: boolean, frame: Frame | undefined): void {
    this.begin(frame);
    const role = this.roleOf(isObject, frame);
    if (this.frames.length >= this.limits.maxXmlDepth) throw new Stop('json_nested', this.place());
    this.frames.push({
      isObject,
      role,
      next: 'first',
      key: '',
      cells: new Map(),
      holdsRows: false,
      nested: null,
    });
  }

  private roleOf(isObject: boolean, frame: Frame | undefined): Role {
    if (!frame) return isObject ? 'outer' : 'rows';
    if (frame.role === 'other') return 'other';
    if (frame.role === 'row') throw new Stop('json_nested', this.place());
    if (frame.role === 'rows') {
      if (isObject) return 'row';
      throw new Stop('json_shape', this.place());
    }
    if (!rowKeys.has(frame.key)) {
      frame.nested ??= this.place();
      return 'other';
    }
    if (frame.holdsRows) throw new Stop('json_shape', this.place());
    if (isObject) return 'outer';
    frame.holdsRows = true;
    return 'rows';
  }

  private close(isObject: boolean, frame: Frame | undefined): void {
    if (frame?.isObject !== isObject || (frame.next !== 'first' && frame.next !== 'comma'))
      throw this.broken();
    const { role, cells, holdsRows, nested } = frame;
    const around = this.frames.at(-2);
    if (role === 'row') this.row(cells);
    if (role === 'outer' && around) {
      around.holdsRows ||= holdsRows;
      if (!holdsRows) around.nested ??= this.place();
    }
    if (role === 'outer' && !around && !holdsRows) {
      if (nested) throw new Stop('json_nested', nested);
      this.row(cells);
    }
    this.frames.pop();
  }

  private row(cells: Cells): void {
    this.rows += 1;
    if (this.rows > this.limits.maxRows) throw new Stop('too_many_rows', String(this.limits.maxRows));
    this.take(cells);
  }
}
