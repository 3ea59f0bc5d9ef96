import type { Coverage, CoverageLevel, Funds } from '../api/answers';
import { dayText, moneyText, number } from '../format';
import { say } from '../words';
import type { PolicyTarget } from './answers';
import { axisText, ground, type ChartOption, type Ink } from './chart-ink';
import { shouldBe } from './pace';
import { measured } from './texts';
import { words } from './words';

export interface CurvePoint {
  readonly on: string;
  readonly inspected: number;
}

/** How many units were inspected by each day of the term, the even pace beside it, and where today's pace leads. */
export function coverageChart(points: readonly CurvePoint[], level: CoverageLevel, term: Coverage): (ink: Ink) => ChartOption {
  const title = `${say(words.coverage)} ${say(words[`level_${level.level}`])}`;
  const last = points.at(-1);
  const end = projectionEnd(level, term);
  return (ink) => ({
    ...ground(ink, title),
    grid: { left: ink.rem * 2.2, right: ink.rem * 1.6, top: ink.rem * 2.2, bottom: ink.rem * 1.8 },
    legend: { top: 0, left: 0, itemWidth: ink.rem * 1.4, textStyle: axisText(ink), icon: 'path://M0 4h20v3H0z' },
    xAxis: {
      type: 'time',
      min: term.from,
      max: end?.[0] !== undefined && end[0] > term.until ? end[0] : term.until,
      axisLabel: { ...axisText(ink), formatter: '{yyyy}', hideOverlap: true },
      axisLine: { lineStyle: { color: ink.line } },
      splitLine: { show: false },
      minInterval: 365 * 86_400_000,
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: Math.max(level.due, 1),
      axisLabel: { ...axisText(ink), formatter: (value: number) => number(value) },
      splitLine: { lineStyle: { color: ink.line } },
      minInterval: 1,
    },
    tooltip: { ...ground(ink, title).tooltip, valueFormatter: (value) => (typeof value === 'number' ? number(value, 1) : '') },
    series: [
      {
        name: say(words.keepTo),
        silent: true,
        type: 'line',
        symbol: 'none',
        lineStyle: { color: ink.soft, width: 1.5, type: 'dotted' },
        itemStyle: { color: ink.soft },
        data: [term.from, term.until].map((day) => [day, shouldBe(level.due, term, day)]),
      },
      {
        name: say(words.inspectedLine),
        type: 'line',
        step: 'end',
        symbolSize: ink.rem * 0.4,
        lineStyle: { color: ink.series[0] ?? ink.ink, width: ink.rem * 0.16 },
        itemStyle: { color: ink.series[0] ?? ink.ink },
        areaStyle: { color: ink.series[0] ?? ink.ink, opacity: 0.12 },
        data: points.map(({ on, inspected }) => [on, inspected]),
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: ink.soft, type: 'dashed' },
          data: [{ xAxis: term.until }],
        },
      },
      ...(end && last
        ? [
            {
              name: say(words.projection),
              silent: true,
              type: 'line' as const,
              symbol: 'none',
              lineStyle: { color: ink.series[1] ?? ink.ink, width: ink.rem * 0.12, type: 'dashed' as const },
              itemStyle: { color: ink.series[1] ?? ink.ink },
              data: [[last.on, last.inspected], end],
            },
          ]
        : []),
    ],
  });
}

/** Where the dashed line ends: the projected day, or what is reached when it leaves the chart one term later. */
function projectionEnd(
  { due, inspected, projectedOn, pacePerYear }: CoverageLevel,
  { on, from, until }: Coverage,
): [string, number] | undefined {
  if (projectedOn === null || pacePerYear === null || inspected >= due) return undefined;
  const room = new Date(Date.parse(until) + (Date.parse(until) - Date.parse(from)) * 0.35).toISOString().slice(0, 10);
  if (projectedOn <= room) return [projectedOn, due];
  return [room, inspected + (pacePerYear * (Date.parse(room) - Date.parse(on))) / 86_400_000 / 365.25];
}

/** The bars of a unit in the order of their series. */
export const FUND_BARS = ['reached', 'missing', 'matched', 'paid'] as const;

/** Money in (received, and what is missing of the due), matched and out, unit by unit; bars from the left so that names are read. */
export function fundsChart(funds: readonly Funds[]): (ink: Ink) => ChartOption {
  const bar = { type: 'bar' as const, barGap: '0%', barCategoryGap: '28%' };
  const wan = (fen: number | null): number | null => (fen === null ? null : Math.round(fen / 10_000) / 100);
  return (ink) => ({
    ...ground(ink, say(words.funds)),
    grid: { left: ink.rem * 5.2, right: ink.rem * 1.2, top: ink.rem * 2.2, bottom: ink.rem * 1.6 },
    legend: { top: 0, left: 0, itemWidth: ink.rem * 0.9, itemHeight: ink.rem * 0.6, textStyle: axisText(ink) },
    tooltip: {
      ...ground(ink, say(words.funds)).tooltip,
      valueFormatter: (value) => (typeof value === 'number' ? moneyText(value * 1_000_000, true) : say(words.noData)),
    },
    xAxis: {
      type: 'value',
      axisLabel: { ...axisText(ink), formatter: (value: number) => number(value), hideOverlap: true },
      splitLine: { lineStyle: { color: ink.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: funds.map(({ name }) => name),
      // A name leads into its unit, a bar to what it is the sum of.
      triggerEvent: true,
      axisLabel: { ...axisText(ink), width: ink.rem * 4.6, overflow: 'truncate' },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.line } },
    },
    series: [
      {
        ...bar,
        name: say(words.reached),
        stack: 'in',
        itemStyle: { color: ink.series[0] ?? ink.ink },
        data: funds.map(({ reached }) => wan(reached)),
      },
      {
        ...bar,
        name: say(words.missing),
        stack: 'in',
        itemStyle: { color: 'transparent', borderColor: ink.soft, borderWidth: 1, borderType: 'dashed' },
        data: funds.map(({ due, reached }) => wan(due === null ? null : Math.max(0, due - reached))),
      },
      { ...bar, name: say(words.matched), itemStyle: { color: ink.series[2] ?? ink.ink }, data: funds.map(({ matched }) => wan(matched)) },
      { ...bar, name: say(words.paid), itemStyle: { color: ink.series[1] ?? ink.ink }, data: funds.map(({ paid }) => wan(paid)) },
    ],
  });
}

/** One target through time with its aim as a line. */
export function trendChart(target: PolicyTarget): (ink: Ink) => ChartOption {
  const aim = target.target?.min ?? target.target?.max;
  return (ink) => ({
    ...ground(ink, say(target.label)),
    grid: { left: ink.rem * 3.2, right: ink.rem * 1.6, top: ink.rem * 1, bottom: ink.rem * 1.8 },
    tooltip: {
      ...ground(ink, say(target.label)).tooltip,
      valueFormatter: (value) => measured(typeof value === 'number' ? value : null, target.unitOfMeasure),
    },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      data: target.series.map(({ on }) => dayText(on)),
      axisLabel: { ...axisText(ink), hideOverlap: true },
      axisLine: { lineStyle: { color: ink.line } },
    },
    yAxis: {
      type: 'value',
      scale: true,
      axisLabel: { ...axisText(ink), formatter: (value: number) => number(value, 1) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      {
        name: say(target.label),
        type: 'line',
        symbolSize: ink.rem * 0.45,
        lineStyle: { width: ink.rem * 0.16 },
        areaStyle: { opacity: 0.1 },
        data: target.series.map(({ value }) => value),
        ...(aim === undefined
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: ink.soft, type: 'dashed' as const },
                label: { formatter: `${say(words.target)} ${number(aim, 1)}`, position: 'insideEndTop' as const, ...axisText(ink) },
                data: [{ yAxis: aim }],
              },
            }),
      },
    ],
  });
}
