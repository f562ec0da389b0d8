import { h } from '../element.ts';
import { periodName } from '../figures.ts';
import { type Drawn, openPage } from '../page.ts';
import { tabs } from '../parts/tabs.ts';
import { cataloguePage } from './catalogue.ts';
import { dataTab } from './data.ts';
import { cellControls, headPanel } from './head.ts';
import { type Known, type Loaded, load } from './load.ts';
import { methodTab } from './method.ts';
import { cellName } from './names.ts';
import { originPanel } from './origin.ts';
import { qualityTab } from './quality.ts';
import { revisionsTab } from './revisions.ts';
import type { Shown } from './shown.ts';
import { structureTab } from './structure.ts';
import { tell } from './text.ts';
import { trendTab } from './trend.ts';
import { type Frame, own, type TabKey, tabKeys, tabOf } from './view.ts';

function draw(known: Known, frame: Frame): Drawn {
  return known.entry ? drawIndicator(known, frame) : drawCatalogue(known, frame);
}

function drawCatalogue(known: Exclude<Known, Loaded>, frame: Frame): Drawn {
  const { language } = frame.view;
  return {
    title: tell('catalogue', language),
    lead: tell('catalogueLead', language, { count: known.entries.length }),
    shows: tell('allIndicators', language),
    releases: known.releases,
    notices: known.asked ? [tell('unknown', language, { asked: known.asked })] : [],
    main: [cataloguePage(known, frame)],
  };
}

const drawTab: Readonly<Record<Exclude<TabKey, 'method'>, (shown: Shown) => HTMLElement>> = {
  trend: trendTab,
  structure: structureTab,
  revisions: revisionsTab,
  quality: qualityTab,
  data: dataTab,
};

function drawIndicator(loaded: Loaded, frame: Frame): Drawn {
  const { language } = frame.view;
  const { entry, question } = loaded;
  const tab = tabOf(frame.view);
  const panel = () => {
    if (tab === 'method') return methodTab(loaded, frame);
    return question
      ? drawTab[tab]({ loaded, question, frame })
      : h('section', { class: 'panel' }, h('p', {}, tell('nothingReleased', language)));
  };
  const where = question && cellName(loaded, question.cell, language);
  return {
    title: entry[language],
    lead: entry[language === 'zh' ? 'en' : 'zh'],
    shows: [entry[language], where, question && periodName(question.to, language)]
      .filter(Boolean)
      .join(' · '),
    releases: loaded.releases,
    controls: cellControls(loaded, frame),
    main: [
      headPanel(loaded, frame),
      tabs(
        {
          id: 'side',
          label: tell('tabs', language),
          tabs: tabKeys.map((key) => ({ key, label: tell(`tab_${key}`, language) })),
          selected: tab,
          choose: (key) => frame.navigate({ tab: key, point: '' }),
        },
        panel(),
      ),
    ],
    panel: question && originPanel(loaded, question, frame),
  };
}

openPage({ name: 'indicator', own, load, draw });
