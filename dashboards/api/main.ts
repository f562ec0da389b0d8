import { transforms } from '../../catalogue/indicators.ts';
import { h } from '../element.ts';
import { type Drawn, type Frame, openPage } from '../page.ts';
import { later } from '../parts/states.ts';
import { tabs } from '../parts/tabs.ts';
import { switcher } from '../parts/toolbar.ts';
import { viewAddress } from '../view.ts';
import { addressPanel, copyable, previewPanel } from './answer.ts';
import { type ApiKey, own, parametersOf } from './asked.ts';
import { type Asking, type Program, programs, tokenName } from './examples.ts';
import { form } from './form.ts';
import { isPreview, type Known, load } from './load.ts';
import { routesPanel, rulesPanel } from './routes.ts';
import { say } from './text.ts';

type ApiFrame = Frame<ApiKey>;

function draw(known: Known, frame: ApiFrame): Drawn {
  const { view } = frame;
  const { language } = view;
  const asking: Asking = {
    parameters: parametersOf(view),
    root: new URL('.', location.href).href,
    withToken: view.token === 'yes',
  };
  const preview = previewPanel(known, frame);
  return {
    lead: say('lead', language),
    shows: shown(known, frame),
    releases: known.releases,
    mainClass: 'api',
    main: [
      form(known, frame),
      ...(isPreview(known.preview) ? [] : [preview]),
      addressPanel(known, asking, frame),
      examplesPanel(asking, frame),
      ...(isPreview(known.preview) ? [preview] : []),
      ...described(known, frame),
    ],
  };
}

/** What the API says of itself comes after the answer. */
function described({ description }: Known, { view, reload }: ApiFrame): HTMLElement[] {
  const { language } = view;
  const common = { language, known: description, retry: reload };
  return [
    later({
      ...common,
      title: say('rules', language),
      height: 480,
      draw: (known) => rulesPanel(known, language),
    }),
    later({
      ...common,
      title: say('routes', language),
      height: 4800,
      draw: (known) => routesPanel(known, language),
    }),
  ];
}

function shown({ indicators }: Known, { view }: ApiFrame): string {
  const { indicator, transform, language } = view;
  const name = indicators.find(({ id }) => id === indicator)?.[language] ?? indicator;
  const change = transform in transforms ? transforms[transform as 'level'][language] : '';
  return [name, change].filter(Boolean).join(' · ');
}

/** The question in each program, ready to be copied. */
function examplesPanel(asking: Asking, frame: ApiFrame): HTMLElement {
  const { view, navigate } = frame;
  const { language } = view;
  const program = (view.example in programs ? view.example : 'curl') as Program;
  const examples = programs[program].examples(asking);
  const blocks = examples.flatMap(({ title, code }) => [
    h('h3', {}, title[language]),
    copyable(code, `${programs[program].label} ${title[language]}`, frame),
  ]);
  const panel = h(
    'div',
    {},
    ...(blocks.length ? blocks : [h('p', {}, say('noSdmx', language))]),
    asking.withToken ? h('p', { class: 'caption' }, say('tokenNote', language, { name: tokenName })) : null,
  );
  return h(
    'section',
    { class: 'panel api-examples' },
    h('div', { class: 'api-head' }, h('h2', {}, say('examples', language)), tokenSwitch(frame)),
    tabs(
      {
        id: 'example',
        label: say('examples', language),
        tabs: Object.entries(programs).map(([key, { label }]) => ({ key, label })),
        selected: program,
        choose: (example) => navigate({ example }, 'replace'),
      },
      panel,
    ),
  );
}

function tokenSwitch({ view, address, navigate }: ApiFrame): HTMLElement {
  const { language } = view;
  return switcher({
    id: 'token',
    label: say('token', language),
    options: [
      { value: '', label: say('token_without', language) },
      { value: 'yes', label: say('token_with', language) },
    ],
    value: view.token,
    address: (token) => address({ token }),
    choose: (token) => navigate({ token }, 'replace'),
  });
}

openPage<ApiKey, Known>({
  name: 'api',
  own,
  load,
  // Which example lies open changes no answer.
  loadKey: (view) => viewAddress({ ...view, example: own.example, token: own.token }, own),
  draw,
});
