import { abandon, problemOf } from './ask.ts';
import { drawAll } from './drawing.ts';
import { h } from './element.ts';
import { periodName } from './figures.ts';
import { type Loaded, load, scope } from './load.ts';
import type { QueryKey } from './queries.ts';
import { parks, partners, trend } from './sections/charts.ts';
import { collection } from './sections/collection.ts';
import { header } from './sections/header.ts';
import { headline } from './sections/headline.ts';
import { empty, failed, failedPanel, loading, notes } from './sections/states.ts';
import { say, type TextKey } from './text.ts';
import { readView, type View, viewAddress } from './view.ts';

const page = document.querySelector('#page') ?? document.body;
let shown = 0;

/** The parts of the page, the answers that each cannot do without, and its title where these are missing. */
const sections = {
  headline: { title: 'headline', needs: ['trend'], draw: headline },
  trend: { title: 'trend', needs: ['trend'], draw: trend },
  parks: { title: 'parks', needs: ['parkValues'], draw: parks },
  partners: { title: 'partners', needs: ['partners'], draw: partners },
  collection: { title: 'collection', needs: ['quality'], draw: collection },
} as const satisfies Record<
  string,
  { title: TextKey; needs: QueryKey[]; draw: (loaded: Loaded) => HTMLElement }
>;

function section(name: keyof typeof sections, loaded: Loaded): HTMLElement {
  const { title, needs, draw } = sections[name];
  const absent = needs.map((key) => loaded.paths[key]);
  const problem = loaded.problems.find(({ path }) => absent.some((needed) => needed === path));
  return problem ? failedPanel(say(title, loaded.language), problem, loaded.language, show) : draw(loaded);
}

function content(loaded: Loaded): HTMLElement {
  return h(
    'main',
    { id: 'main' },
    section('headline', loaded),
    h('div', { class: 'columns' }, section('trend', loaded), section('parks', loaded)),
    h('div', { class: 'columns second' }, section('partners', loaded), section('collection', loaded)),
    notes(loaded.language),
  );
}

/** Draws what the address asks for. A later call overtakes an earlier one that is still waiting. */
async function show(): Promise<void> {
  const turn = ++shown;
  const view = readView(location.search);
  abandon();
  document.title = say('product', view.language);
  document.documentElement.lang = view.language === 'zh' ? 'zh-CN' : 'en';
  page.setAttribute('aria-busy', 'true');
  if (!page.hasChildNodes()) place(header(view, undefined, navigate), loading(view.language));
  const parts = await drawn(view);
  if (turn !== shown) return;
  place(...parts);
  page.setAttribute('aria-busy', 'false');
}

async function drawn(view: View): Promise<HTMLElement[]> {
  try {
    const loaded = await load(view);
    if (loaded.period === undefined) return [header(view, undefined, navigate), empty(loaded, view.language)];
    announce(loaded);
    return [header(view, loaded, navigate), content(loaded)];
  } catch (error) {
    return [header(view, undefined, navigate), failed(problemOf(error), view.language, show)];
  }
}

/** Puts the parts on the page; who works with the keyboard stays where they were. */
function place(...parts: HTMLElement[]): void {
  const focused = document.activeElement?.id;
  page.replaceChildren(...parts);
  drawAll();
  if (focused) document.getElementById(focused)?.focus();
}

function announce(loaded: Loaded): void {
  const { language, period } = loaded;
  const where = scope(loaded);
  const what = say('announce', language, { period: periodName(period, language), park: where });
  document.title = `${say('product', language)} · ${periodName(period, language)} · ${where}`;
  const announcement = document.querySelector('#announcement');
  if (announcement) announcement.textContent = what;
}

function navigate(change: Partial<View>): void {
  const address = viewAddress({ ...readView(location.search), ...change });
  history.pushState(null, '', address === '?' ? location.pathname : address);
  void show();
}

addEventListener('popstate', show);
addEventListener('resize', drawAll);
void show();
