/** The chart of a day's hours, drawn with the design's colours. */
import { BarController, BarElement, CategoryScale, Chart, type ChartArea, LinearScale } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

export interface Bars {
  /** The hours, as the axis names them. */
  labels: readonly string[];
  /** Whole fils. */
  now: readonly number[];
  before: readonly number[];
}

/** Colours as the browser has resolved them: the canvas knows no names. */
export interface Ink {
  now: string;
  before: string;
  text: string;
  line: string;
}

export interface Look {
  ink: Ink;
  font: string;
  /** Pixels. */
  size: number;
  rightToLeft: boolean;
}

/** A short figure for the axis: 500, 1,200, 12k. */
function axisFigure(fils: number): string {
  const dirhams = fils / 100;
  return dirhams >= 10_000 || dirhams <= -10_000
    ? `${(dirhams / 1000).toLocaleString('en-US')}k`
    : dirhams.toLocaleString('en-US');
}

/** Null where nothing can be painted. `laid` is told where the bars stand, in pixels of the canvas. */
export function drawBars(
  canvas: HTMLCanvasElement,
  bars: Bars,
  look: Look,
  laid: (area: ChartArea, width: number) => void,
): Chart | null {
  const context = canvas.getContext('2d');
  if (context === null) {
    return null;
  }
  const { ink, font, size, rightToLeft } = look;
  const ticks = { color: ink.text, font: { family: font, size } };
  const shared = { categoryPercentage: 0.74, barPercentage: 0.94, borderRadius: 3, maxBarThickness: 34 };
  return new Chart(context, {
    type: 'bar',
    data: {
      labels: [...bars.labels],
      datasets: [
        { ...shared, data: [...bars.now], backgroundColor: ink.now },
        {
          ...shared,
          data: [...bars.before],
          backgroundColor: 'transparent',
          borderColor: ink.before,
          borderWidth: 1.5,
          borderSkipped: false,
        },
      ],
    },
    options: {
      animation: false,
      events: [],
      maintainAspectRatio: false,
      responsive: true,
      scales: {
        x: { reverse: rightToLeft, grid: { display: false }, border: { color: ink.line }, ticks },
        y: {
          position: rightToLeft ? 'right' : 'left',
          border: { display: false },
          grid: { color: ink.line },
          ticks: { ...ticks, maxTicksLimit: 5, callback: (value) => axisFigure(Number(value)) },
        },
      },
    },
    plugins: [{ id: 'laid', afterLayout: (chart) => laid({ ...chart.chartArea }, chart.width) }],
  });
}
