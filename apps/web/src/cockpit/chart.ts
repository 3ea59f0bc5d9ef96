import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, SVGRenderer]);

/** The only door to the charts' engine: its two hundred kilobytes come when the first chart is drawn, after the numbers. */
export function chartIn(element: HTMLElement): EChartsType {
  return init(element, undefined, { renderer: 'svg' });
}
