import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { drawChart } from '../charts.ts';
import type { Chart } from '../content.ts';
import type { Language } from '../number-ref.ts';

/** Noto Sans SC (OFL 1.1): the only family that pictures and PDF are set in, so that they look the same on every machine. */
export const fontFamily = 'Noto Sans SC';
const fontFiles = ['400Regular/NotoSansSC_400Regular', '700Bold/NotoSansSC_700Bold'].map((name) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${name}.ttf`)),
);

/** Labels may reach over the edge of a drawing; on a page they have its margin. */
const border = 18;

export interface Picture {
  /** One sentence for those who cannot see it. */
  readonly description: string;
  /** Of the drawing, in pixels of 1/96 inch. */
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** A chart as SVG that needs no style sheet: colours for print, the font by name. */
export function pictureOf(chart: Chart, width: number, language: Language): Picture {
  const inner = width - 2 * border;
  const { description, svg } = drawChart(chart, inner, language);
  const [head = ''] = /^<svg[^>]*>/.exec(svg) ?? [];
  const [, height = '0'] = / height="([\d.]+)"/.exec(head) ?? [];
  const framed = head
    .replace(/ (width|height|viewBox|xmlns)="[^"]*"/g, '')
    .replace(
      '<svg',
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="-${border} 0 ${width} ${height}"`,
    );
  const plain = (framed + svg.slice(head.length))
    .replace(/var\(--[\w-]+,\s*([^()]+)\)/g, '$1')
    .replaceAll('font-family="inherit"', `font-family="${fontFamily}"`)
    .replace(/font-family:\s*inherit/g, `font-family: ${fontFamily}`);
  return { description, width, height: Number(height), svg: plain };
}

let fonts: Promise<Buffer[]> | undefined;

/** The bytes of the fonts, read once. */
export function fontBytes(): Promise<Buffer[]> {
  fonts ??= Promise.all(fontFiles.map((file) => readFile(file)));
  return fonts;
}

/** Draws a picture as PNG, `scale` dots for a pixel. */
export type Draw = (picture: Picture, scale: number) => Buffer;
let drawing: Promise<Draw> | undefined;

/**
 * The fonts stay in memory: the same drawing by a library that reads them from files takes four times as long, for it reads
 * them again for each text.
 */
export function pngDrawer(): Promise<Draw> {
  drawing ??= makeDrawer();
  return drawing;
}

async function makeDrawer(): Promise<Draw> {
  await initWasm(await readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
  const fontBuffers = await fontBytes();
  return ({ svg, width }, scale) => {
    const drawn = new Resvg(svg, {
      fitTo: { mode: 'width', value: Math.round(width * scale) },
      background: '#ffffff',
      font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: fontFamily },
    });
    const image = drawn.render();
    try {
      return Buffer.from(image.asPng());
    } finally {
      image.free();
      drawn.free();
    }
  };
}
