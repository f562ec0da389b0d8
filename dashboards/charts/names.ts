import type { Park } from '../answers.ts';
import type { Language } from '../view.ts';

/** A park as readers of a language know it. */
export function parkName(park: Pick<Park, 'name_zh' | 'name_en'>, language: Language): string {
  return (language === 'en' && park.name_en) || park.name_zh;
}
