import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { ask, ifThere, type Page } from '../../api/client';
import { live } from '../../api/live';
import { Problem } from '../../api/problem';
import { today } from '../../format';
import { TOPICS, type Coverage, type Funds, type Line, type Topic, type Unit, type Volunteers } from '../../api/answers';

/** All that the screen shows, as it was at one moment. */
export interface Shown {
  /** Epoch milliseconds of the answer. */
  readonly at: number;
  readonly asOf: string;
  readonly unit: Unit;
  readonly topics: readonly (readonly [Topic, readonly Line[]])[];
  readonly coverage?: Coverage | undefined;
  readonly funds?: Funds | undefined;
  readonly volunteers?: Volunteers | undefined;
}

export interface KioskData {
  readonly shown: ShallowRef<Shown | undefined>;
  readonly fresh: Ref<ReadonlySet<string>>;
  /** Live, or the last data of before. */
  readonly connected: Ref<boolean>;
  readonly problem: ShallowRef<Problem | undefined>;
}

const [EACH, SOON_MS, EVERY_MS] = [60, 200, 60_000];

/** Reads the board whole, again whenever something comes, and once a minute; without the network the last data stay, also after a restart of the screen. */
export function kioskData(unit: string): KioskData {
  const shown = shallowRef<Shown | undefined>(kept(unit));
  const problem = shallowRef<Problem | undefined>();
  const fresh = ref<ReadonlySet<string>>(new Set());
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changed: string[] = [];
  let after: string | undefined;
  let reading = false;
  let again = false;

  const renew = async (): Promise<void> => {
    if (reading) return void (again = true);
    reading = true;
    const ids = new Set(changed.splice(0));
    try {
      shown.value = await read(unit, after, end.signal);
      fresh.value = ids;
      problem.value = undefined;
      keep(unit, shown.value);
    } catch (reason) {
      changed = [...ids, ...changed];
      problem.value = reason instanceof Problem ? reason : problem.value;
    } finally {
      reading = false;
      if (again && !end.signal.aborted) {
        again = false;
        void renew();
      }
    }
  };
  const { connected } = live(
    () => unit,
    (told) => {
      changed.push(...told.items.map((item) => (item as Line).id));
      after = told.position === '' ? after : told.position;
      clearTimeout(timer);
      timer = setTimeout(() => void renew(), SOON_MS);
    },
  );
  const every = setInterval(() => void renew(), EVERY_MS);
  const online = (): void => void renew();
  window.addEventListener('online', online);
  void renew();
  onScopeDispose(() => {
    end.abort();
    clearTimeout(timer);
    clearInterval(every);
    window.removeEventListener('online', online);
  });
  return { shown, fresh, connected, problem };
}

async function read(unit: string, after: string | undefined, signal: AbortSignal): Promise<Shown> {
  const on = today();
  const [found, coverage, funds, volunteers, ...topics] = await Promise.all([
    ask<Unit>(`units/${unit}`, {}, { signal }),
    ifThere(ask<Coverage>('coverage/inspections', {}, { signal })),
    ifThere(ask<Funds>('funds', { unit, year: on.slice(0, 4) }, { signal })),
    ifThere(ask<Volunteers>('volunteers', { unit, year: on.slice(0, 4) }, { signal })),
    ...TOPICS.map(
      async (topic) => [topic, (await ask<Page<Line>>(`board/${unit}`, { topic, limit: EACH, after }, { signal })).items] as const,
    ),
  ]);
  return { at: Date.now(), asOf: on, unit: found, topics, coverage, funds, volunteers };
}

const nameOf = (unit: string): string => `ledger.kiosk.${unit}`;

function keep(unit: string, shown: Shown): void {
  try {
    localStorage.setItem(nameOf(unit), JSON.stringify(shown));
  } catch {
    // A full device keeps nothing: the screen still shows what it has.
    localStorage.removeItem(nameOf(unit));
  }
}

function kept(unit: string): Shown | undefined {
  try {
    const shown = JSON.parse(localStorage.getItem(nameOf(unit)) ?? 'null') as Shown | null;
    return shown && Array.isArray(shown.topics) ? shown : undefined;
  } catch {
    return undefined;
  }
}
