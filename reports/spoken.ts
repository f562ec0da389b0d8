import type { Decimal } from '../catalogue/number.ts';
import { directions, sizes } from '../catalogue/sentences/growth.ts';
import { ruleFor } from '../catalogue/sentences/rule.ts';
import type { Language } from './number-ref.ts';

/** Words that say which way a number went. 负增长 is a fall, and so goes before 增长. */
const words = {
  zh: {
    down: ['负增长', '下降', '减少', '降低', '回落', '下滑', '缩小', '收窄', '下修'],
    up: ['增长', '上升', '增加', '提高', '扩大', '上修'],
  },
  en: {
    down: [
      'down',
      'fell',
      'fall',
      'declined',
      'decline',
      'decreased',
      'decrease',
      'dropped',
      'drop',
      'lower',
    ],
    up: ['up', 'rose', 'rise', 'grew', 'growth', 'increased', 'increase', 'gained', 'gain', 'higher'],
  },
} as const satisfies Record<Language, Record<'down' | 'up', readonly string[]>>;

/** What the last word of direction in a text says: 1 up, −1 down, 0 nothing. */
export function directionWord(text: string, language: Language): -1 | 0 | 1 {
  const { down, up } = words[language];
  const falling = new Set<string>(down);
  const all = [...down, ...up].join('|');
  const pattern = language === 'zh' ? new RegExp(all, 'g') : new RegExp(`\\b(?:${all})\\b`, 'gi');
  const last = [...text.matchAll(pattern)].at(-1)?.[0];
  if (last === undefined) return 0;
  return falling.has(last.toLowerCase()) ? -1 : 1;
}

const flat = { zh: '持平', en: 'unchanged' } as const;

const comma = { zh: '，', en: ', ' } as const;

/** Whether what stands right before a rate calls it slight, marked, sharp or flat, and it is not. */
export function sizeFault(text: string, rate: Decimal, language: Language): boolean {
  const near = text.slice(text.lastIndexOf(comma[language]) + 1);
  const own = sizeWord(ruleFor(sizes, { rate })?.[language]);
  const others = Object.values(sizes)
    .map((size) => sizeWord(size[language]))
    .filter((word) => word !== '' && word !== own);
  const isFlat = directions.flat.when({ rate });
  return others.some((word) => near.includes(word)) || (near.includes(flat[language]) && !isFlat);
}

/** Slightly of `slightly by `. */
function sizeWord(text = ''): string {
  return text.split(' ')[0] ?? '';
}
