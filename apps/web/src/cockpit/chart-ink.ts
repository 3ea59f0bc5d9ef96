import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type {
  AriaComponentOption,
  GridComponentOption,
  LegendComponentOption,
  MarkLineComponentOption,
  TooltipComponentOption,
} from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | GridComponentOption
  | TooltipComponentOption
  | LegendComponentOption
  | MarkLineComponentOption
  | AriaComponentOption
>;
/** Colours and sizes as the tokens around the chart give them: the same option is drawn light, dark and on the big screen. */
export interface Ink {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly panel: string;
  readonly good: string;
  readonly bad: string;
  readonly series: readonly string[];
  readonly font: string;
  /** Pixels of one rem here. */
  readonly rem: number;
}

export function inkAround(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'),
    soft: token('--soft'),
    line: token('--line'),
    panel: token('--panel'),
    good: token('--good'),
    bad: token('--bad'),
    series: ['--c1', '--c2', '--c3', '--c4', '--c5', '--c6'].map(token),
    font: style.fontFamily,
    rem: parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
}

/** What every chart of the cockpit has in common. */
export function ground({ ink, line, panel, font, rem, series }: Ink, describes: string): ChartOption {
  return {
    aria: { enabled: true, label: { description: describes } },
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 400,
    color: [...series],
    textStyle: { fontFamily: font, fontSize: rem * 0.8125, color: ink },
    tooltip: {
      trigger: 'axis',
      backgroundColor: panel,
      borderColor: line,
      textStyle: { color: ink, fontSize: rem * 0.8125, fontFamily: font },
      confine: true,
    },
  };
}

export function axisText({ soft, font, rem }: Ink): { readonly color: string; readonly fontFamily: string; readonly fontSize: number } {
  return { color: soft, fontFamily: font, fontSize: rem * 0.75 };
}
