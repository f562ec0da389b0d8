import { type Child, h } from '../element.ts';

interface Field {
  readonly id: string;
  readonly label: string;
  readonly type?: 'text' | 'password';
  readonly value?: string;
  readonly autocomplete?: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly maxlength?: number;
}

/** A labelled input with a line of help below it. */
export function field({ id, label, help, type = 'text', required = true, maxlength = 200, ...rest }: Field): {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
} {
  const input = h('input', {
    id,
    name: id,
    type,
    required,
    maxlength,
    spellcheck: 'false',
    autocapitalize: 'none',
    'aria-describedby': help && `${id}-help`,
    ...rest,
  });
  const element = h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    input,
    help && h('small', { id: `${id}-help` }, help),
  );
  return { element, input };
}

interface Form {
  readonly id: string;
  readonly submit: string;
  readonly label: string;
  /** What is wrong, in a sentence; undefined: it is done. */
  readonly send: () => Promise<string | undefined>;
  readonly more?: readonly Child[];
}

/** A form that says below its fields what is wrong, and takes no second sending while one is under way. */
export function askingForm(
  { id, submit, label, send, more = [] }: Form,
  ...fields: readonly Child[]
): HTMLElement {
  const wrong = h('p', { class: 'wrong', role: 'alert' });
  const button = h('button', { type: 'submit', id: `${id}-send` }, submit);
  const onsubmit = async (event: Event) => {
    event.preventDefault();
    wrong.textContent = '';
    button.disabled = true;
    wrong.textContent = (await send()) ?? '';
    button.disabled = false;
  };
  return h(
    'form',
    { id, class: 'asking', 'aria-label': label, onsubmit: (event) => void onsubmit(event) },
    ...fields,
    wrong,
    h('div', { class: 'actions' }, button, ...more),
  );
}
