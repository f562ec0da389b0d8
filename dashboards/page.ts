import type { Release } from './answers.ts';
import { abandon, problemOf } from './ask.ts';
import { type Child, h } from './element.ts';
import { followKeys } from './keys.ts';
import { type Masthead, masthead, type ReleaseShown } from './masthead.ts';
import { type PageName, pages } from './pages.ts';
import { drawAll, drawInTurn } from './parts/drawing.ts';
import { showPanel } from './parts/side-panel.ts';
import { failed, loading } from './parts/states.ts';
import { word } from './parts/words.ts';
import { say } from './text.ts';
import { type Own, readView, type View, type ViewWith, viewAddress } from './view.ts';

/** What a page does; the frame does the rest. `Key`: its own parameters in the address. `Known`: what it has loaded. */
export interface PageDefinition<Key extends string, Known> {
  readonly name: PageName;
  /** The page's own parameters with what they are when the address does not say them. */
  readonly own: Own<Key>;
  /** Everything that the view needs; a rejection shows the state "failed" with a way to try again. */
  readonly load: (view: ViewWith<Key>) => Promise<Known>;
  /** What must be loaded anew when it changes; everything that the address says when left out (`ask` remembers answers). */
  readonly loadKey?: (view: ViewWith<Key>) => string;
  readonly draw: (known: Known, frame: Frame<Key>) => Drawn;
}

/** What a page may do with the frame around it. */
export interface Frame<Key extends string> {
  readonly view: ViewWith<Key>;
  /** This page's address with something changed: for links. */
  address(change: Partial<ViewWith<Key>>): string;
  /** Goes there in place; the browser's "back" returns. `replace` for what is not worth a step back, like a slider. */
  navigate(change: Partial<ViewWith<Key>>, how?: 'push' | 'replace'): void;
  /** Draws again what is known, after something changed that no address says. */
  redraw(): void;
  /** Asks everything anew that failed, or all of it where `load` does not remember. */
  reload(): void;
  /** Says something to those who cannot see it. */
  announce(said: string): void;
}

export interface Drawn {
  /** The page's heading; its name in the navigation when left out. */
  readonly title?: string;
  readonly lead?: string;
  /** What is shown, in the tab's title and said aloud when it has come: `2026年10月 · 全市`. */
  readonly shows?: string;
  /** Selects and the like, see parts/toolbar.ts. */
  readonly controls?: readonly Child[];
  readonly release?: ReleaseShown;
  /** Released versions, newest first: offered as vintages. */
  readonly releases?: readonly Release[];
  readonly notices?: readonly Child[];
  readonly main: readonly Child[];
  readonly mainClass?: string;
  /** A panel at the side, see parts/side-panel.ts. */
  readonly panel?: HTMLDialogElement | undefined;
}

/** Takes over the page: reads the address, loads, draws, and follows what the reader chooses. */
export function openPage<Key extends string, Known>(definition: PageDefinition<Key, Known>): void {
  const { name, own, load, loadKey = (view) => viewAddress(view, own), draw } = definition;
  let turn = 0;
  let said: string | undefined;
  let known: { readonly key: string; readonly value: Known } | undefined;

  async function show(anew = false): Promise<void> {
    const mine = ++turn;
    const view = readView(location.search, own);
    const key = loadKey(view);
    if (!anew && known?.key === key) return place(view, draw(known.value, frameOf(view)));
    abandon();
    dress(view);
    busy(true);
    if (!page().hasChildNodes()) put(head(view), loading(view.language));
    const loaded = await load(view).then(
      (value) => ({ value }),
      (error) => ({ problem: problemOf(error) }),
    );
    if (mine !== turn) return;
    known = 'value' in loaded ? { key, value: loaded.value } : undefined;
    if (known) place(view, draw(known.value, frameOf(view)));
    else if ('problem' in loaded)
      place(view, { main: [failed(loaded.problem, view.language, () => show(true))] });
  }

  function head(view: ViewWith<Key>, drawn?: Drawn): HTMLElement {
    const { address, navigate } = frameOf(view);
    const { label } = pages[name];
    return masthead({
      page: name,
      title: drawn?.title ?? label[view.language],
      lead: drawn?.lead,
      view,
      address: (change) => address(change as Partial<ViewWith<Key>>),
      navigate: (change) => navigate(change as Partial<ViewWith<Key>>),
      controls: drawn?.controls,
      release: drawn?.release,
      releases: drawn?.releases,
      notices: drawn?.notices,
    } satisfies Masthead);
  }

  function place(view: ViewWith<Key>, drawn: Drawn): void {
    dress(view);
    document.title = [drawn.shows, pages[name].label[view.language], say('product', view.language)]
      .filter(Boolean)
      .join(' · ');
    const drawing = put(head(view, drawn), h('main', { id: 'main', class: drawn.mainClass }, ...drawn.main));
    showPanel(drawn.panel);
    const mine = turn;
    if (drawing) void drawing.then(() => mine === turn && busy(false));
    else busy(false);
    if (drawn.shows && drawn.shows !== said) announce(word('ready', view.language, { what: drawn.shows }));
    said = drawn.shows;
  }

  function frameOf(view: ViewWith<Key>): Frame<Key> {
    const address = (change: Partial<ViewWith<Key>>) => viewAddress({ ...view, ...change }, own);
    return {
      view,
      address,
      navigate: (change, how = 'push') => {
        const to = viewAddress({ ...readView(location.search, own), ...change }, own);
        history[`${how}State`](null, '', to === '?' ? location.pathname : to);
        void show();
      },
      redraw: () => void show(),
      reload: () => void show(true),
      announce,
    };
  }

  addEventListener('popstate', () => void show());
  keepDrawn();
  followKeys();
  void show();
}

const page = () => document.querySelector<HTMLElement>('#page') ?? document.body;
const busy = (is: boolean) => page().setAttribute('aria-busy', String(is));

/** Language and theme of the document itself. */
export function dress({ language, theme }: View): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.setAttribute('data-theme', theme);
}

/** Charts follow the width of the window, and are drawn where a part of the page comes later. */
export function keepDrawn(): void {
  addEventListener('resize', drawAll);
  addEventListener('drawn', drawAll);
}

export function announce(said: string): void {
  const announcement = document.querySelector('#announcement');
  if (announcement) announcement.textContent = said;
}

/**
 * Puts the parts on the page. Who works with the keyboard stays where they were, with what they had opened. After
 * loading, drawings below what is seen come a little later, where nobody has scrolled down to them: the promise tells when
 * all are there.
 */
function put(...parts: HTMLElement[]): Promise<void> | undefined {
  const focused = document.activeElement?.id;
  const open = [...page().querySelectorAll('main details[open]')].map(({ id }) => id).filter(Boolean);
  const height = scrollY;
  page().replaceChildren(...parts);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  const isLoading = page().getAttribute('aria-busy') === 'true';
  const drawing = isLoading && height === 0 ? drawInTurn() : undefined;
  if (!drawing) drawAll();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (scrollY !== height) scrollTo(0, height);
  return drawing;
}
