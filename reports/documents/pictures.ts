import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { drawChart } from '../charts.ts';
import type { Chart } from '../content.ts';
import type { Language } from '../number-ref.ts';

/** Noto Sans SC (OFL 1.1): the only family that pictures and PDF are set in, so that they look the same on every machine. */
export const fontFamily = 'Noto Sans SC';
export const fontFiles = ['400Regular/NotoSansSC_400Regular', '700Bold/NotoSansSC_700Bold'].map((name) =>
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

/** The picture as PNG, `scale` dots for a pixel. */
export function pngOf({ svg, width }: Picture, scale: number): Buffer {
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: Math.round(width * scale) },
    background: '#ffffff',
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: fontFamily },
  });
  return drawing.render().asPng();
}
