/** Decimals of 38 digits as Arrow holds them: 128 bits of two's complement, in four words, the lowest first. */
const wordsOfDecimal = 4;
const word = 0x1_0000_0000;
/** Up to so many digits a whole number is exact as a JavaScript number. */
const exactDigits = 15;

export interface DecimalColumn {
  readonly words: Uint32Array<ArrayBuffer>;
  put(row: number, text: string): void;
}

export function decimalColumn(rows: number, scale: number): DecimalColumn {
  const words = new Uint32Array(rows * wordsOfDecimal);
  let [last, lastAt] = ['', 0];
  return {
    words,
    put: (row, text) => {
      const at = row * wordsOfDecimal;
      // Coverage is the same for many rows in a row.
      if (text === last) words.copyWithin(at, lastAt, lastAt + wordsOfDecimal);
      else {
        const small = smallUnscaled(text, scale);
        if (small === null) putLarge(words, at, text, scale);
        else putSmall(words, at, small);
      }
      [last, lastAt] = [text, at];
    },
  };
}

/** 12.5 with scale 2 → 1250; null where a JavaScript number would not be exact. */
function smallUnscaled(text: string, scale: number): number | null {
  let [number, decimals] = [0, -1];
  for (let at = text.charCodeAt(0) === 45 ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 46) decimals = 0;
    else {
      number = number * 10 + (code - 48);
      if (decimals >= 0) decimals++;
    }
  }
  const places = Math.max(decimals, 0);
  refuseLonger(text, places, scale);
  if (text.length + scale - places > exactDigits) return null;
  for (let place = places; place < scale; place++) number *= 10;
  return text.charCodeAt(0) === 45 ? -number : number;
}

function putSmall(words: Uint32Array, at: number, number: number): void {
  const size = Math.abs(number);
  const low = size % word;
  const high = Math.floor(size / word);
  if (number >= 0) {
    words[at] = low;
    words[at + 1] = high;
    return;
  }
  words[at] = word - low;
  words[at + 1] = low === 0 ? word - high : word - 1 - high;
  words[at + 2] = word - 1;
  words[at + 3] = word - 1;
}

function putLarge(words: Uint32Array, at: number, text: string, scale: number): void {
  const [whole = '', fraction = ''] = text.split('.');
  refuseLonger(text, fraction.length, scale);
  let rest = BigInt.asUintN(128, BigInt(whole + fraction.padEnd(scale, '0')));
  for (let place = 0; place < wordsOfDecimal; place++, rest >>= 32n)
    words[at + place] = Number(rest & 0xffff_ffffn);
}

function refuseLonger(text: string, decimals: number, scale: number): void {
  if (decimals > scale) throw new Error(`more than ${scale} decimals: ${text}`);
}
