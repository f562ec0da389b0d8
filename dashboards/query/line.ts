import { sayMeaning } from '../../catalogue/query-language/meaning.ts';
import { type Chip, parseLine, type Understood } from '../../catalogue/query-language/parse.ts';
import { phraseOf } from '../../catalogue/query-language/phrase.ts';
import { type Suggestion, suggest } from '../../catalogue/query-language/suggest.ts';
import type { Vocabulary } from '../../catalogue/query-language/vocabulary.ts';
import { type Child, h } from '../element.ts';
import type { Language } from '../view.ts';
import { say } from './text.ts';

interface Line {
  readonly text: string;
  readonly vocabulary: Vocabulary;
  readonly language: Language;
  /** The line as the reader leaves it, to be asked. */
  readonly ask: (line: string, understood: Understood) => void;
}

/** The line, what it is understood as while one types, and the words that may follow. */
export function queryLine(line: Line): HTMLElement {
  const { vocabulary, language } = line;
  const chips = h('div', { class: 'chips', id: 'chips', 'aria-live': 'polite' });
  const list = h('ul', {
    class: 'suggestions',
    id: 'suggestions',
    role: 'listbox',
    'aria-label': say('suggestions', language),
    hidden: true,
  });
  const input = h('input', {
    type: 'text',
    id: 'line',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 300,
    placeholder: say('lineHint', language),
    'aria-label': say('line', language),
    'aria-controls': 'suggestions',
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-describedby': 'chips',
    value: line.text,
  });
  const replaced = (from: number, to: number, by: string) => {
    const parts = [input.value.slice(0, from), by, input.value.slice(to)].map((part) => part.trim());
    const text = parts.filter(Boolean).join(' ');
    line.ask(text, parseLine(text, vocabulary));
  };
  const show = () => {
    const understood = parseLine(input.value, vocabulary);
    chips.replaceChildren(...chipRow(understood.chips, line, replaced));
  };
  const choices = suggestionList(input, list, vocabulary, show);
  const submit = () => {
    choices.close();
    line.ask(input.value, parseLine(input.value, vocabulary));
  };
  input.addEventListener('input', () => {
    show();
    choices.open();
  });
  input.addEventListener('keydown', (event) => {
    if (choices.key(event)) return event.preventDefault();
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  input.addEventListener('blur', () => choices.close());
  show();
  return h(
    'section',
    { class: 'panel line' },
    h(
      'div',
      { class: 'line-field' },
      h('div', { class: 'line-input' }, input, list),
      h('button', { type: 'button', id: 'ask', onclick: submit }, say('ask', language)),
    ),
    h('div', { class: 'understood' }, h('span', { class: 'caption' }, say('understood', language)), chips),
  );
}

interface Choices {
  open(): void;
  close(): void;
  /** True where the key was for the list. */
  key(event: KeyboardEvent): boolean;
}

function suggestionList(
  input: HTMLInputElement,
  list: HTMLUListElement,
  vocabulary: Vocabulary,
  changed: () => void,
): Choices {
  let offered: readonly Suggestion[] = [];
  let at = -1;
  const close = () => {
    offered = [];
    at = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const take = (one: Suggestion) => {
    const rest = input.value.slice(one.to);
    const start = `${input.value.slice(0, one.from)}${one.text}`;
    input.value = `${start} ${rest.trimStart()}`;
    input.setSelectionRange(start.length + 1, start.length + 1);
    close();
    changed();
  };
  const choose = (place: number) => {
    at = (place + offered.length) % offered.length;
    for (const [index, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(index === at));
    input.setAttribute('aria-activedescendant', `suggestion-${at}`);
  };
  const open = () => {
    close();
    offered = suggest(input.value, input.selectionStart ?? input.value.length, vocabulary);
    if (offered.length === 0) return;
    const language = document.documentElement.lang === 'en' ? 'en' : 'zh';
    list.replaceChildren(
      ...offered.map((one, index) =>
        h(
          'li',
          {
            role: 'option',
            id: `suggestion-${index}`,
            'aria-selected': 'false',
            onmousedown: (event) => {
              event.preventDefault();
              take(one);
            },
          },
          h('b', {}, one.text),
          h('span', {}, `${one.of[language]} · ${one.what[language]}`),
        ),
      ),
    );
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  };
  const key = ({ key: pressed }: KeyboardEvent) => {
    if (pressed === 'ArrowDown' && offered.length === 0) open();
    if (offered.length === 0) return false;
    const picked = offered[at];
    if (pressed === 'ArrowDown') choose(at + 1);
    else if (pressed === 'ArrowUp') choose(at < 0 ? -1 : at - 1);
    else if (pressed === 'Escape') close();
    else if ((pressed === 'Enter' || pressed === 'Tab') && picked) take(picked);
    else return false;
    return true;
  };
  return { open, close, key };
}

type Replace = (from: number, to: number, by: string) => void;

function chipRow(chips: readonly Chip[], { vocabulary, language }: Line, replace: Replace): HTMLElement[] {
  return chips.map((chip, at) => {
    const { of, what } = chip.meanings[0]
      ? sayMeaning(chip.meanings[0], vocabulary.parks)
      : { of: null, what: null };
    const more = chip.meanings
      .slice(1)
      .map((meaning) => sayMeaning(meaning, vocabulary.parks).what[language]);
    const said = what ? [what[language], ...more].join(' · ') : chip.text;
    const state = chip.meanings.length === 0 ? 'unknown' : chip.problem ? 'problem' : 'known';
    const remove = h(
      'button',
      {
        type: 'button',
        id: `chip-${at}-remove`,
        class: 'plain',
        'aria-label': say('remove', language, { what: said }),
        onclick: () => replace(chip.from, chip.to, ''),
      },
      '×',
    );
    const head = of ? of[language] : say('notKnown', language);
    return h(
      'span',
      { class: `query-chip is-${state}` },
      h('small', {}, head),
      h('b', {}, said),
      chip.problem && h('em', {}, `${say('noEffect', language)}：${chip.problem[language]}`),
      ...alternatives(chip, { vocabulary, language } as Line, replace),
      remove,
    );
  });
}

function alternatives(chip: Chip, { vocabulary, language }: Line, replace: Replace): Child[] {
  const button = (label: string, by: string) =>
    h(
      'button',
      { type: 'button', class: 'quiet small', onclick: () => replace(chip.from, chip.to, by) },
      label,
    );
  if (chip.meanings.length === 0)
    return chip.near.length
      ? [h('em', {}, say('didYouMean', language)), ...chip.near.map((near) => button(near, near))]
      : [];
  if (chip.choices.length === 0) return [];
  const others = chip.choices.flatMap(([meaning]) => {
    if (!meaning) return [];
    const { of, what } = sayMeaning(meaning, vocabulary.parks);
    return [button(`${of[language]} ${what[language]}`, phraseOf(meaning, vocabulary, language))];
  });
  return [h('em', {}, say('elseMeans', language)), ...others];
}
