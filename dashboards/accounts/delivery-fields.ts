import { h } from '../element.ts';
import { field } from '../parts/field.ts';
import { request } from '../request.ts';
import type { Language } from '../view.ts';
import { sayDelivery } from './delivery-text.ts';
import type { AccountsFrame, Delivery } from './shapes.ts';

export interface Chooser {
  readonly element: HTMLElement;
  value(): string;
}

/** A labelled select; the first choice is the one that is chosen unless said otherwise. */
export function chooser(
  id: string,
  label: string,
  choices: readonly (readonly [value: string, shown: string])[],
  { selected, onchange }: { readonly selected?: string; readonly onchange?: () => void } = {},
): Chooser {
  const options = choices.map(([value, shown]) =>
    h('option', { value, selected: value === selected }, shown),
  );
  const select = h('select', { id, ...(onchange ? { onchange } : {}) }, ...options);
  return {
    element: h('div', { class: 'field' }, h('label', { for: id }, label), select),
    value: () => select.value,
  };
}

export function addressField(form: string, language: Language) {
  return field({
    id: `${form}-address`,
    label: sayDelivery('address', language),
    autocomplete: 'email',
    maxlength: 254,
  });
}

export function languageChooser(form: string, language: Language): Chooser {
  const choices = (['zh', 'en'] as const).map((one) => [one, sayDelivery(one, language)] as const);
  return chooser(`${form}-language`, sayDelivery('language', language), choices, { selected: language });
}

export function parkChooser(form: string, { parks }: Delivery, language: Language): Chooser {
  return chooser(`${form}-park`, sayDelivery('park', language), [
    ['_T', sayDelivery('city', language)],
    ...parks.map((park) => [park.park_id, language === 'zh' ? park.name_zh : park.name_en] as const),
  ]);
}

export function endButton(id: string, word: string, label: string, onclick: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'quiet small', id, 'aria-label': label, title: label, onclick },
    word,
  );
}

export async function end(path: string, said: string, frame: AccountsFrame): Promise<void> {
  const { failure } = await request(path, {});
  frame.announce(failure ? failure.message[frame.view.language] : said);
  frame.reload();
}
