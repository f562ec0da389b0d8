import type { Message } from '../../catalogue/refusal.ts';
import { filledIn, type Values } from '../text.ts';
import type { Language } from '../view.ts';

const words = {
  lead: {
    zh: '按《商品名称及编码协调制度》（HS）的类和章',
    en: 'By sections and chapters of the Harmonized System (HS)',
  },
  section: { zh: 'HS类', en: 'HS section' },
  chapter: { zh: 'HS章', en: 'HS chapter' },
  sections: { zh: '各类商品', en: 'Sections' },
  chaptersTop: { zh: '位列前15的章', en: 'The first fifteen chapters' },
  chaptersOf: { zh: '第{code}类所含各章', en: 'Chapters of section {code}' },
  back: { zh: '← 全部各类', en: '← All sections' },
  drill: { zh: '点击一类，右侧列出其各章。', en: 'Choose a section to see its chapters.' },
  tree: { zh: '类与章的构成', en: 'Sections and chapters by area' },
  treeIn: {
    zh: '{period}，{scope}，面积为金额。最大的类：{first}。',
    en: '{period}, {scope}; areas are values. The largest sections: {first}.',
  },
  treeNote: {
    zh: '蓝色为同比增长，虚线框为同比下降，灰色为持平或无同比；不详不计入。',
    en: 'Blue: grew on last year; dashed outline: fell; grey: unchanged or without growth. What is unknown is left out.',
  },
  movers: { zh: '拉动最大与下拉最大的章', en: 'Chapters that pushed and dragged most' },
  all: { zh: '全部HS章', en: 'All HS chapters' },
  allIn: {
    zh: '{period}。按名次排列，共{count}章有贸易；不详单列，不参加排名。',
    en: '{period}. In order of rank; {count} chapters with trade. What is unknown stands by itself, without a rank.',
  },
  count: { zh: '有贸易的章', en: 'Chapters with trade' },
  countBelow: {
    zh: '属于{sections}类；{up}章增长，{down}章下降',
    en: 'In {sections} sections; {up} grew, {down} fell',
  },
  first: { zh: '最大的类', en: 'The largest section' },
  unknownBelow: { zh: '占{share}，计入合计，不参加排名', en: '{share} of all: in the total, without a rank' },
  unknownNone: { zh: '没有不详的部分', en: 'Nothing is unknown' },
  crossing: {
    zh: '商品（HS章）与贸易伙伴不交叉发布：某商品的目的国、原产国不在发布范围内，请分别查看。',
    en: 'Goods (HS chapters) and partners are not crossed: where a good goes to or comes from is not published. See each by itself.',
  },
  toPartners: { zh: '查看贸易伙伴', en: 'See partners' },
  empty: { zh: '该类没有贸易。', en: 'No trade in this section.' },
} as const satisfies Record<string, Message>;

export function word(key: keyof typeof words, language: Language, values: Values = {}): string {
  return filledIn(words[key], language, values);
}
