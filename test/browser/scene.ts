import { source as axe } from 'axe-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { Clerk, StandaloneRun } from '#testing';
import { startFaultProxy, type FaultProxy } from '../../libs/testing/fault-proxy';
import { until } from '#embedded';
import { startChromium } from './chromium';
import { compare } from './pictures';

/** What is tested on: a screen in a service centre, the same upright, a large one, and a phone. */
export const SIZES = {
  wide: { width: 1920, height: 1080 },
  upright: { width: 1080, height: 1920 },
  great: { width: 3840, height: 2160 },
  phone: { width: 390, height: 844 },
  small: { width: 360, height: 780 },
} as const;
export type Size = keyof typeof SIZES;

/** The demonstration is played up to this day; pictures are taken as of the day before. */
export const DEMO_UNTIL = '2021-03-31';
export const ON = '2021-03-30';
/** The hour at which every picture is taken. */
const NOON = '2021-03-31T04:00:00Z';
export const COMMUNITY = '330681001001';
export const CITY = '330681';

export interface Visit {
  readonly size?: Size;
  /** The role of a first account: signed in already. */
  readonly as?: string;
  readonly nth?: number;
  /** The page's clock stands still at the hour of the pictures. */
  readonly still?: boolean;
}

/** One ledger of demonstration data and one browser, for all journeys. */
export class Scene {
  private readonly open: BrowserContext[] = [];
  private readonly lines: FaultProxy[] = [];
  /** Addresses outside the ledger that a page asked, and errors that nobody caught: there are none. */
  readonly amiss: string[] = [];

  private constructor(
    readonly run: StandaloneRun,
    private readonly browser: Browser,
  ) {}

  static async start(demoUntil = DEMO_UNTIL): Promise<Scene> {
    // A folder that is kept spares the start of a ledger while journeys are written.
    const dataFolder = process.env['BROWSER_DATA'];
    const run = await StandaloneRun.start({ args: ['--demo-until', demoUntil], ...(dataFolder === undefined ? {} : { dataFolder }) });
    const browser = await startChromium();
    const played = await until(() => run.output.includes('演示数据已全部写入'), 240_000);
    if (!played) throw new Error(`the demonstration was not played:\n${run.output}`);
    return new Scene(run, browser);
  }

  get url(): string {
    return this.run.url;
  }

  /** Somebody at the API: what a journey needs to have happened elsewhere. */
  clerk(role?: string, nth = 0): Clerk {
    return Clerk.of(this.run, role, nth);
  }

  /** A tab of its own, in Chinese, in Shanghai. */
  visit(path: string, visit: Visit = {}): Promise<Page> {
    return this.visitAt(this.url, path, visit);
  }

  /** The same over a line of its own, which can be cut. */
  async visitOverLine(path: string, visit: Visit = {}): Promise<{ readonly page: Page; readonly line: FaultProxy }> {
    const line = await startFaultProxy({ host: '127.0.0.1', port: this.run.port });
    this.lines.push(line);
    return { page: await this.visitAt(`http://127.0.0.1:${line.port}`, path, visit), line };
  }

  private async visitAt(baseURL: string, path: string, { size = 'wide', as, nth = 0, still = false }: Visit): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL,
      viewport: SIZES[size],
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      hasTouch: size === 'phone' || size === 'small',
      reducedMotion: 'reduce',
    });
    this.open.push(context);
    context.setDefaultTimeout(15_000);
    if (as !== undefined) await signedIn(context, this.clerk(as, nth));
    const page = await context.newPage();
    this.watch(page, baseURL);
    if (still) await page.clock.setFixedTime(new Date(NOON));
    await page.goto(path);
    return page;
  }

  private watch(page: Page, own: string): void {
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:' && origin !== own) this.amiss.push(`asked ${request.url()}`);
    });
    page.on('pageerror', (error) => this.amiss.push(String(error)));
  }

  /** Closes every tab a journey opened. */
  async leave(): Promise<void> {
    await Promise.all(this.open.splice(0).map((context) => context.close()));
    await Promise.all(this.lines.splice(0).map((line) => line.close()));
  }

  async end(): Promise<void> {
    await this.leave();
    await this.browser.close();
    await this.run.remove();
  }
}

/** The session as the screens keep it, for a tab that is yet to be opened. */
async function signedIn(context: BrowserContext, clerk: Clerk): Promise<void> {
  const { body } = await clerk.signIn();
  const opened = JSON.stringify({ ...body, account: clerk.account?.account });
  await context.addInitScript(
    `if (!sessionStorage.getItem('ledger.session')) sessionStorage.setItem('ledger.session', ${JSON.stringify(opened)})`,
  );
}

/** Nothing is on its way any more: no waiting lines for two frames, every letter drawn with its font. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#main').waitFor();
  const waiting = page.locator('.waiting, [aria-busy="true"]');
  const quiet = async (): Promise<boolean> => {
    if ((await waiting.count()) > 0) return false;
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))');
    return (await waiting.count()) === 0;
  };
  if (!(await until(quiet, 15_000))) throw new Error(`${page.url()} waits and waits: ${await waiting.first().innerHTML()}`);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

/** Takes the picture of what is in view and compares it; what differs from run to run by nature (a code with this run's address, a moment) is masked. */
export async function look(page: Page, name: string, mask: readonly Locator[] = []): Promise<void> {
  await settled(page);
  const varying = [page.getByText(/截至 \d/), page.locator('.qr')];
  if (!(await until(() => page.evaluate<boolean>(DRAWN), 10_000))) throw new Error(`${name} never stands still`);
  const options = { animations: 'disabled', caret: 'hide', scale: 'css', maskColor: '#808080' } as const;
  compare(name, await page.screenshot({ ...options, mask: [...varying, ...mask] }));
}

/** Charts draw themselves in: whether they stand as they stood when this was last asked. */
const DRAWN = `(() => {
  const now = [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join();
  const before = window.drawnBefore;
  window.drawnBefore = now;
  return before === now;
})()`;

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

/** Serious and critical violations of WCAG 2.2 A and AA on the page as it is now: `rule: place`. */
export async function violations(page: Page): Promise<readonly string[]> {
  await settled(page);
  await page.evaluate(axe);
  const found = await page.evaluate<readonly Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target }) => ({ target })) })))`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** Where the keyboard is: the name of the focused element as it is read out. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(`(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '').trim()`);
}
